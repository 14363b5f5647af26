//! Only the envelope of an event is stored: no credential is in any table.

use mirror::entity::{stripe_event, sync_pass};
use reqwest::header::HeaderMap;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use crate::support::{Stripe, TestApp, deliver, proxy};

/// What must be found nowhere, in whatever shape it came.
const DOORS: [&str; 6] = [
    "billing.stripe.com/p/session/test_SECRET",
    "checkout.stripe.com/c/pay/cs_test_SECRET",
    "invoice.stripe.com/i/acct_1/test_SECRET",
    "pi_1_secret_SECRET",
    "bps_SECRET",
    "cs_test_SECRET",
];

fn event(id: &str, kind: &str, object: &Value) -> String {
    json!({ "id": id, "object": "event", "type": kind, "created": 1_760_000_000, "api_version": "2020-08-27",
            "livemode": false, "account": "acct_1", "request": { "id": "req_1", "idempotency_key": "SECRET" },
            "data": { "object": object, "previous_attributes": { "url": format!("https://{}", DOORS[0]) } } })
    .to_string()
}

/// Events that something is done with and that nothing is done with, each with doors in it.
fn events() -> Vec<String> {
    let [portal, checkout, invoice, secret, portal_session, checkout_session] = DOORS;
    let [portal, checkout, invoice] = [portal, checkout, invoice].map(|address| format!("https://{address}"));
    vec![
        event(
            "evt_1",
            "billing_portal.session.created",
            &json!({ "id": portal_session, "object": "billing_portal.session", "customer": "cus_1", "url": portal }),
        ),
        event(
            "evt_2",
            "checkout.session.completed",
            &json!({ "id": checkout_session, "object": "checkout.session", "customer": "cus_1", "url": checkout,
                     "client_secret": secret, "after_expiration": { "recovery": { "url": checkout } } }),
        ),
        event(
            "evt_3",
            "invoice.paid",
            &json!({ "id": "in_1", "object": "invoice", "customer": { "id": "cus_1", "object": "customer", "note": secret },
                     "hosted_invoice_url": invoice, "invoice_pdf": format!("{invoice}/pdf"),
                     "payments": { "data": [{ "payment": { "payment_intent": { "client_secret": secret } } }] } }),
        ),
        event(
            "evt_4",
            "payment_intent.succeeded",
            &json!({ "id": "pi_1", "object": "payment_intent", "customer": "cus_1", "client_secret": secret,
                     "metadata": { portal.as_str(): "as a key", "note": format!("see {portal}") } }),
        ),
        json!({ "id": "evt_5", "object": "v2.core.event", "type": "v2.core.account_link.returned", "livemode": false,
                "created": "2026-01-01T00:00:00Z", "data": { "url": portal }, "context": secret,
                "related_object": { "id": "x", "type": "y", "url": portal } })
        .to_string(),
        // Deeper than a parser that recurses dares, and with what PostgreSQL cannot store.
        format!(
            r#"{{"id":"evt_6","type":"customer.updated","data":{{"object":{{"id":"cus_1","object":"customer",
                "name":"\u0000 \ud800","nested":{}"{portal}"{}}}}}}}"#,
            "[".repeat(100_000),
            "]".repeat(100_000)
        ),
    ]
}

async fn stored(app: &TestApp) -> Vec<stripe_event::Model> {
    let mut events = stripe_event::Entity::find().all(&app.state.db).await.unwrap();
    events.sort_by_key(|event| event.id.clone());
    events
}

async fn assert_nothing_opens_a_door(app: &TestApp) {
    let dump = app.dump().await;
    assert!(dump.contains("checkout.session.completed"), "this is where it would be");
    for door in DOORS.into_iter().chain(["SECRET"]) {
        assert!(!dump.contains(door), "{door} is in the database");
    }
}

#[tokio::test]
async fn what_opens_a_door_reaches_no_table() {
    let app = TestApp::start("http://127.0.0.1:1/").await;
    app.leaves_jobs(["customer"]);
    for body in events() {
        let answer = deliver(&app, &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    assert_nothing_opens_a_door(&app).await;
    let states: Vec<_> = stored(&app).await.into_iter().map(|event| event.state).collect();
    use stripe_event::State::{Ignored, Pending};
    assert_eq!(states, [Ignored, Pending, Pending, Ignored, Ignored, Pending]);
}

#[tokio::test]
async fn the_envelope_says_what_an_operator_looks_for() {
    let app = TestApp::start("http://127.0.0.1:1/").await;
    app.leaves_jobs(["customer"]);
    for body in events() {
        deliver(&app, &body).await;
    }
    let rows = stored(&app).await;
    let envelope = |place: usize| serde_json::from_str::<Value>(&rows[place].payload).unwrap();
    assert_eq!(
        envelope(2),
        json!({ "id": "evt_3", "object": "event", "type": "invoice.paid", "created": 1_760_000_000,
                "api_version": "2020-08-27", "livemode": false, "account": "acct_1",
                "data": { "object": { "id": "in_1", "object": "invoice", "customer": "cus_1", "charge": null,
                                      "invoice": null } } })
    );
    // A session's id is part of its address.
    assert_eq!(
        envelope(0)["data"]["object"],
        json!({ "id": null, "object": "billing_portal.session", "customer": "cus_1", "charge": null, "invoice": null })
    );
}

#[tokio::test]
async fn what_is_fetched_because_it_was_not_delivered_is_kept_no_other_way() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&proxy(&stripe.base(), list_these).await).await;
    app.leaves_jobs(["customer"]);
    let customers = sync_pass::Entity::update_many().col_expr(sync_pass::Column::DueAtMs, Expr::value(i64::MAX));
    let customers = customers.filter(sync_pass::Column::Name.eq(sync_pass::Pass::AllCustomers));
    customers.exec(&app.state.db).await.unwrap();
    app.state.reconciler.run_passes().await.unwrap();
    // Those that something is done with.
    let stored: Vec<_> = stored(&app).await.into_iter().map(|event| event.id).collect();
    assert_eq!(stored, ["evt_2", "evt_3", "evt_6"]);
    assert_nothing_opens_a_door(&app).await;
}

/// As if Stripe listed these events and nothing else.
fn list_these(_: &mut HeaderMap, body: &mut String) {
    let is_list = serde_json::from_str::<Value>(body).is_ok_and(|answer| answer["url"] == "/v1/events");
    if is_list {
        let data = events().join(",");
        *body = format!(r#"{{"object":"list","has_more":false,"url":"/v1/events","data":[{data}]}}"#);
    }
}
