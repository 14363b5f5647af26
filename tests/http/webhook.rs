//! Webhooks as Stripe sends them: genuinely signed bytes over HTTP to a real database.

use database::Database;
use mirror::{
    check,
    entity::{customer, stripe_event, subscription, subscription_item},
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{Stripe, TestApp, deliver, deliver_signed, signature};

fn event(id: &str, kind: &str, object: &Value) -> String {
    json!({ "id": id, "object": "event", "type": kind, "created": 1_760_000_000, "api_version": "2020-08-27",
            "livemode": false, "data": { "object": object } })
    .to_string()
}

fn subscription_event(id: &str, kind: &str, customer: &str) -> String {
    // What the payload claims is never believed, so it may as well be nonsense.
    event(id, kind, &json!({ "id": "sub_x", "object": "subscription", "customer": customer, "status": "nonsense" }))
}

async fn stored(app: &TestApp) -> Vec<stripe_event::Model> {
    stripe_event::Entity::find().all(&app.state.db).await.unwrap()
}

async fn subscriptions(app: &TestApp) -> Vec<subscription::Model> {
    subscription::Entity::find().all(&app.state.db).await.unwrap()
}

#[tokio::test]
async fn an_event_is_stored_and_then_makes_us_refetch() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, id) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let body = subscription_event("evt_1", "customer.subscription.created", &customer);

    assert_eq!(deliver(&app, &body).await.status, 200);
    let event = stored(&app).await.remove(0);
    assert_eq!((event.id.as_str(), event.state), ("evt_1", stripe_event::State::Pending));
    assert!(subscriptions(&app).await.is_empty(), "acting on it is not the webhook's business");

    assert_eq!(app.work().await, 1);
    let event = stored(&app).await.remove(0);
    assert_eq!((event.state, event.processed_at.is_some()), (stripe_event::State::Succeeded, true));
    let row = subscriptions(&app).await.remove(0);
    assert_eq!((row.id, row.status.as_str(), row.customer_id), (id, "active", customer));
    let item = subscription_item::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert_eq!(item.quantity, Some(1));
    assert!(item.current_period_end > clock::now_seconds());
    let page = browser.get("/account").await.text();
    assert!(page.contains("Current Plan Pro $12.00 per month Status Active Current Period Ends"), "{page}");
    assert!(page.contains("Your plan renews on"), "{page}");
}

#[tokio::test]
async fn a_duplicate_changes_nothing() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    let body = subscription_event("evt_1", "customer.subscription.updated", &customer);
    deliver(&app, &body).await;
    app.work().await;
    let before = stored(&app).await;
    let other = subscription_event("evt_1", "customer.subscription.deleted", &customer);
    assert_eq!(deliver(&app, &other).await.status, 200);
    assert_eq!(app.work().await, 0);
    assert_eq!(stored(&app).await, before);
}

#[tokio::test]
async fn what_is_not_signed_by_stripe_is_refused_and_not_stored() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let body = subscription_event("evt_1", "customer.subscription.updated", "cus_1");
    let now = clock::now_seconds();
    let altered = body.replace("cus_1", "cus_2");
    for (sent, signature) in [
        (&body, String::new()),
        (&body, "garbage".to_owned()),
        (&body, signature(&body, "whsec_other", now)),
        (&body, signature(&body, "whsec_test", now - 400)),
        (&body, signature(&body, "whsec_test", now + 400)),
        (&altered, signature(&body, "whsec_test", now)),
    ] {
        assert_eq!(deliver_signed(&app, sent, &signature).await.status, 400, "{signature}");
    }
    assert!(stored(&app).await.is_empty());
}

#[tokio::test]
async fn while_a_secret_is_rotated_both_are_believed() {
    let app = TestApp::start("http://127.0.0.1:1/").await;
    app.leaves_jobs(["customer"]);
    let now = clock::now_seconds();
    for (number, secrets) in
        [["whsec_test"].as_slice(), &["whsec_next"], &["whsec_gone", "whsec_next"]].iter().enumerate()
    {
        let body = subscription_event(&format!("evt_{number}"), "customer.subscription.updated", "cus_1");
        // As Stripe signs while an old secret lives on: once with each.
        let signed: Vec<String> = secrets.iter().map(|secret| signature(&body, secret, now)).collect();
        let header = signed.join(",").replacen(&format!(",t={now}"), "", 1);
        assert_eq!(deliver_signed(&app, &body, &header).await.status, 200, "{header}");
    }
    assert_eq!(stored(&app).await.len(), 3);
}

/// Lives through a subscription's life, and hands its events over in an order of the test's choice.
async fn a_life(order: impl FnOnce(&mut Vec<Value>)) {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, id) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    stripe.post(&format!("subscriptions/{id}"), &[("cancel_at_period_end", "true")]).await;
    stripe.post(&format!("subscriptions/{id}"), &[("cancel_at_period_end", "false")]).await;
    stripe.delete(&format!("subscriptions/{id}")).await;
    let mut events = stripe.state().await["events"].as_array().unwrap().clone();
    events.retain(|event| event["type"].as_str().unwrap().starts_with("customer.subscription."));
    let kinds: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect();
    assert!(kinds.len() >= 4 && kinds.iter().any(|kind| kind.ends_with("deleted")), "{kinds:?}");
    order(&mut events);
    for event in &events {
        assert_eq!(deliver(&app, &event.to_string()).await.status, 200);
        app.work().await;
        let row = subscriptions(&app).await.remove(0);
        assert_eq!((row.id.as_str(), row.status.as_str()), (id.as_str(), "canceled"), "after {}", event["type"]);
    }
    assert!(stored(&app).await.iter().all(|event| event.state == stripe_event::State::Succeeded));
    assert!(check(&app.state.db, &app.state.billing.stripe, &customer).await.unwrap().unwrap().is_empty());
}

#[tokio::test]
async fn deleted_before_created_ends_as_it_is_at_stripe() {
    a_life(|events| {
        let kind = |event: &Value| event["type"].as_str().unwrap().to_owned();
        events.sort_by_key(|event| !kind(event).ends_with("deleted"));
        let created = events.iter().position(|event| kind(event).ends_with("created")).unwrap();
        let created = events.remove(created);
        events.push(created);
    })
    .await;
}

#[tokio::test]
async fn events_of_the_same_second_end_as_it_is_at_stripe_in_either_order() {
    let same_second =
        |events: &mut Vec<Value>| events.iter_mut().for_each(|event| event["created"] = json!(1_760_000_000));
    a_life(same_second).await;
    a_life(|events| {
        same_second(events);
        events.reverse();
    })
    .await;
}

#[tokio::test]
async fn a_signed_body_that_is_no_event_is_a_400() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    for body in ["", "hello", "{}", "[1]"] {
        assert_eq!(deliver(&app, body).await.status, 400, "{body}");
    }
}

#[tokio::test]
async fn events_nobody_needs_are_kept_as_ignored() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let object = json!({ "id": "ch_1", "object": "charge", "customer": "cus_1" });
    assert_eq!(deliver(&app, &event("evt_1", "charge.succeeded", &object)).await.status, 200);
    assert_eq!(deliver(&app, &event("evt_2", "something.new_in_2030", &json!({}))).await.status, 200);
    assert_eq!(app.work().await, 0);
    assert!(stored(&app).await.iter().all(|event| event.state == stripe_event::State::Ignored));
}

#[tokio::test]
async fn a_customer_of_somebody_else_is_ignored() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    deliver(&app, &subscription_event("evt_1", "customer.subscription.created", &customer)).await;
    app.work().await;
    assert_eq!(stored(&app).await[0].state, stripe_event::State::Ignored);
    assert!(subscriptions(&app).await.is_empty());
}

#[tokio::test]
async fn an_event_that_cannot_be_stored_is_a_503() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.state.db.clone().close().await.unwrap();
    let answer = deliver(&app, &subscription_event("evt_1", "customer.subscription.updated", "cus_1")).await;
    assert_eq!(answer.status, 503);
}

#[tokio::test]
async fn a_full_disk_is_a_503_until_there_is_room() {
    let app = TestApp::start("http://127.0.0.1:1/").await;
    app.leaves_jobs(["customer"]);
    let body = subscription_event("evt_1", "customer.subscription.updated", "cus_1");
    app.refuse_writes("INSERT", "jobs").await;
    assert_eq!(deliver(&app, &body).await.status, 503);
    assert!(stored(&app).await.is_empty(), "nothing is half stored");
    app.allow_writes("jobs").await;
    assert_eq!(deliver(&app, &body).await.status, 200);
    assert_eq!(stored(&app).await.len(), 1);
}

#[tokio::test]
async fn a_locked_database_is_a_503_until_it_is_free() {
    let app = TestApp::start_on_sqlite("http://127.0.0.1:1/").await;
    app.leaves_jobs(["customer"]);
    let other = Database::connect(&app.database()).await.unwrap();
    let lock = other.begin_bulk().await.unwrap();
    let body = subscription_event("evt_1", "customer.subscription.updated", "cus_1");
    assert_eq!(deliver(&app, &body).await.status, 503);
    lock.rollback().await.unwrap();
    assert_eq!(deliver(&app, &body).await.status, 200);
    assert_eq!(stored(&app).await.len(), 1);
}

#[tokio::test]
async fn a_deleted_customer_is_forgotten_with_all_subscriptions() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    deliver(&app, &subscription_event("evt_1", "customer.subscription.created", &customer)).await;
    app.work().await;
    stripe.delete(&format!("customers/{customer}")).await;
    deliver(&app, &event("evt_2", "customer.deleted", &json!({ "id": customer, "object": "customer" }))).await;
    app.work().await;
    assert!(subscriptions(&app).await.is_empty());
    let row = customer::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert!(row.deleted_at.is_some());
    let page = browser.get("/account").await.text();
    assert!(page.contains("Current Plan Free Status N/A") && page.contains("View Plans"), "{page}");
}

#[tokio::test]
async fn the_simulators_own_webhooks_arrive() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.send_webhooks_to(&app.url);
    let customer = stripe.customer().await;
    app.customer("ada@example.com", &customer).await;
    let id = stripe.subscribe(&customer, "Pro").await;
    stripe.post(&format!("subscriptions/{id}"), &[("cancel_at_period_end", "true")]).await;
    // The worker that serves in production, woken by the webhooks alone.
    let stop = tokio_util::sync::CancellationToken::new();
    let worker = tokio::spawn(app.worker(stop.clone()));
    tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while !subscriptions(&app).await.iter().any(|row| row.cancel_at_period_end || row.cancel_at.is_some()) {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("the change arrives");
    let is_quiet = async || {
        let sent = stripe.state().await["events"].as_array().unwrap().len();
        let stored = stored(&app).await;
        stored.len() == sent && stored.iter().all(|event| event.state != stripe_event::State::Pending)
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), async { while !is_quiet().await {} })
        .await
        .expect("every event arrives and is done");
    stop.cancel();
    worker.await.unwrap();
}
