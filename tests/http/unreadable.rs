//! An object that cannot be fetched stops no other: it is counted, named and retried.

use mirror::{
    StripeObject, SyncError, Synced, What, check,
    entity::{customer, invoice, payment_method, price, product, stripe_event, subscription, sync_pass},
    mirror_catalog, sync,
};
use queue::job;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use crate::support::{Stripe, TestApp, deliver};

/// Ways in which one object cannot be had, for as long as it lasts.
fn troubles() -> [Value; 4] {
    [
        json!({ "kind": "garbage" }),
        json!({ "kind": "lacks", "fields": ["created"] }),
        json!({ "kind": "error", "status": 500 }),
        json!({ "kind": "error", "status": 501 }),
    ]
}

async fn trouble(stripe: &Stripe, id: &str, trouble: Value) {
    stripe.control("unkind", json!({ "troubles": { id: trouble } })).await;
}

async fn jobs(app: &TestApp) -> Vec<job::Model> {
    job::Entity::find().all(&app.state.db).await.unwrap()
}

/// As if the pauses after failures were over, and the night had come.
async fn make_due(app: &TestApp) {
    let now = Expr::value(0_i64);
    let jobs = job::Entity::update_many().col_expr(job::Column::DueAtMs, now.clone());
    jobs.exec(&app.state.db).await.unwrap();
    let passes = sync_pass::Entity::update_many().col_expr(sync_pass::Column::DueAtMs, now);
    passes.exec(&app.state.db).await.unwrap();
}

#[tokio::test]
async fn a_customer_that_cannot_be_had_stops_no_pass() {
    for kind in troubles() {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        let mut customers = Vec::new();
        for number in 0..3 {
            let (customer, _) = stripe.subscriber("Pro").await;
            app.linked(&format!("user{number}@example.com"), &customer).await;
            customers.push(customer);
        }
        customers.sort();
        let bad = &customers[1];
        trouble(&stripe, bad, kind.clone()).await;
        app.state.reconciler.run_passes().await.unwrap();
        let rows = subscription::Entity::find().all(&app.state.db).await.unwrap();
        assert!(rows.len() == 2 && rows.iter().all(|row| row.customer_id != *bad), "{kind}: {rows:?}");
        let found = jobs(&app).await;
        assert_eq!(
            (found.len(), &found[0].key),
            (1, &StripeObject::Customer(bad.clone()).to_string()),
            "{kind}: named"
        );
        assert!(found[0].failures == 1 && found[0].last_error.is_some() && !found[0].given_up, "{found:?}");
        let done = sync_pass::Entity::find_by_id(sync_pass::Pass::AllCustomers).one(&app.state.db).await.unwrap();
        assert!(done.unwrap().completed_pass_began_ms.is_some(), "{kind}: the pass is over");

        make_due(&app).await;
        // The pause after a failure may be none.
        assert!(app.work().await >= 1, "it is tried again");
        assert!(jobs(&app).await[0].failures >= 2, "{kind}");
        trouble(&stripe, bad, Value::Null).await;
        make_due(&app).await;
        app.work().await;
        assert!(jobs(&app).await.is_empty(), "{kind}: it is well again");
        assert!(check(&app.state.db, &app.state.billing.stripe, bad).await.unwrap().unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_outage_is_nobodys_own_failure() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.linked("ada@example.com", &customer).await;
    // Also one that Stripe says will not pass.
    for should_retry in [true, false] {
        let answer = json!({ "kind": "error", "status": 500, "should_retry": should_retry });
        stripe.control("faults", json!({ "rate": 100, "path": "/v1/customers/*", "answer": answer })).await;
        make_due(&app).await;
        app.state.reconciler.run_passes().await.unwrap_err();
        assert!(jobs(&app).await.is_empty());
        stripe.forget_faults().await;
    }
}

#[tokio::test]
async fn what_cannot_be_read_stays_as_it_is_known() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    let (customer, _) = stripe.subscriber("Pro").await;
    app.linked("ada@example.com", &customer).await;
    let (db, client) = (&app.state.db, &app.state.billing.stripe);
    sync(&app.state.billing.mirror, client, &customer).await.unwrap();
    let known = async || {
        let subscription = subscription::Entity::find().one(db).await.unwrap().unwrap();
        (
            invoice::Entity::find().all(db).await.unwrap(),
            payment_method::Entity::find().all(db).await.unwrap(),
            (subscription.upcoming_amount, subscription.upcoming_currency),
        )
    };
    let before = known().await;
    assert!(before.0.len() == 1 && before.1.len() == 1 && before.2.0.is_some(), "{before:?}");
    trouble(&stripe, &before.0[0].id, json!({ "kind": "lacks", "fields": ["created"] })).await;
    trouble(&stripe, &before.1[0].id, json!({ "kind": "error", "status": 500 })).await;
    let fault =
        json!({ "rate": 100, "path": "/v1/invoices/create_preview", "answer": { "kind": "error", "status": 500 } });
    stripe.control("faults", fault).await;
    let error = sync(&app.state.billing.mirror, client, &customer).await.unwrap_err().to_string();
    assert!(error.contains(&before.0[0].id), "{error}");
    assert_eq!(known().await, before);
    let found = check(db, client, &customer).await.unwrap().unwrap();
    assert!(!found.is_empty() && found.iter().all(|it| matches!(it.what, What::Unreadable(_))), "{found:?}");
}

#[tokio::test]
async fn a_customer_that_the_database_refuses_stops_nobody() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    let (first, subscription) = stripe.subscriber("Pro").await;
    let (second, _) = stripe.subscriber("Team").await;
    for (name, customer) in [("ada", &first), ("bob", &second)] {
        app.linked(&format!("{name}@example.com"), customer).await;
    }
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &first).await.unwrap();
    // As if it were another's: then the first one's cannot be written.
    subscription::Entity::update_many()
        .col_expr(subscription::Column::CustomerId, Expr::value("cus_elsewhere"))
        .filter(subscription::Column::Id.eq(subscription))
        .exec(&app.state.db)
        .await
        .unwrap();
    app.state.reconciler.run_passes().await.unwrap();
    assert_eq!(jobs(&app).await[0].key, StripeObject::Customer(first).to_string());
    assert!(check(&app.state.db, &app.state.billing.stripe, &second).await.unwrap().unwrap().is_empty());
}

#[tokio::test]
async fn a_price_that_cannot_be_had_stops_no_catalog_and_stays_on_sale() {
    for kind in troubles() {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        let (customer, _) = stripe.subscriber("Pro").await;
        stripe.subscriber("Team").await;
        app.linked("ada@example.com", &customer).await;
        assert_eq!(
            mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap().changed.len(),
            4
        );
        let prices = price::Entity::find().all(&app.state.db).await.unwrap();
        let (bad, good) = (&prices[0], &prices[1]);
        trouble(&stripe, &bad.id, kind.clone()).await;
        stripe.post(&format!("prices/{}", good.id), &[("nickname", "Renamed")]).await;
        app.state.reconciler.run_passes().await.unwrap();
        let now = price::Entity::find_by_id(&good.id).one(&app.state.db).await.unwrap().unwrap();
        assert_eq!(now.raw["nickname"], "Renamed", "{kind}");
        assert!(price::Entity::find_by_id(&bad.id).one(&app.state.db).await.unwrap().unwrap().active, "{kind}");
        let named = jobs(&app).await.into_iter().any(|job| job.key == StripeObject::Price(bad.id.clone()).to_string());
        assert!(named, "{kind}");
        let customer = customer::Entity::find().one(&app.state.db).await.unwrap().unwrap();
        let had_its_turn = customer.last_applied_fetch > 0;
        assert!(had_its_turn || kind["kind"] == "error", "{kind}: the customers had their turn");
        // The worker has the customer too, if it is what the customer pays for or looks like an outage.
        let left = jobs(&app).await;
        let left: Vec<_> = left.iter().map(|job| job.key.split(':').next().unwrap()).collect();
        assert!(left.contains(&"price") && left.len() <= 2, "{kind}: {left:?}");
        app.leaves_jobs(left);
    }
}

#[tokio::test]
async fn a_product_that_cannot_be_had_keeps_no_customer_from_being_in_step() {
    for kind in [json!({ "kind": "garbage" }), json!({ "kind": "error", "status": 500 })] {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        app.leaves_jobs(["product"]);
        let (customer, _) = stripe.subscriber("Pro").await;
        app.customer("ada@example.com", &customer).await;
        let bad = stripe.state().await["products"][0]["id"].as_str().unwrap().to_owned();
        trouble(&stripe, &bad, kind).await;
        assert_eq!(
            sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap(),
            Synced::Written
        );
        assert_eq!(subscription::Entity::find().count(&app.state.db).await.unwrap(), 1);
        assert_eq!(jobs(&app).await[0].key, StripeObject::Product(bad).to_string());
        assert_eq!(product::Entity::find().count(&app.state.db).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_subscription_that_cannot_be_read_hides_no_other_and_is_not_hidden() {
    for kind in [json!({ "kind": "garbage" }), json!({ "kind": "lacks", "fields": ["automatic_tax"] })] {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        let (customer, _) = stripe.subscriber("Pro").await;
        let bad = stripe.subscribe(&customer, "Team").await;
        let (mut browser, _) = app.customer("ada@example.com", &customer).await;
        trouble(&stripe, &bad, kind.clone()).await;
        let body = format!(
            r#"{{"id":"evt_1","type":"customer.updated","created":1,
                "data":{{"object":{{"id":"{customer}","object":"customer"}}}}}}"#
        );
        deliver(&app, &body).await;
        app.work().await;
        let page = browser.get("/account").await.text();
        assert!(page.contains("Current Plan Pro $12.00 per month Status Active"), "{kind}: {page}");
        assert!(page.contains("Open the billing portal to see your plan’s status."), "{kind}: {page}");
        let job = jobs(&app).await.remove(0);
        assert!(job.last_error.as_ref().unwrap().contains(&format!("subscription {bad} could not be read")), "{job:?}");
        let events = stripe_event::Entity::find().all(&app.state.db).await.unwrap();
        assert_eq!(events[0].state, stripe_event::State::Pending, "not all that it told of is known");
        let found = check(&app.state.db, &app.state.billing.stripe, &customer).await.unwrap().unwrap();
        assert!(found.len() == 1 && found[0].to_string().contains(&bad), "{found:?}");

        trouble(&stripe, &bad, Value::Null).await;
        make_due(&app).await;
        app.work().await;
        let page = browser.get("/account").await.text();
        assert!(
            page.contains("Current Plan Team $12.00 per month Status Active")
                && !page.contains("to see your plan’s status"),
            "{page}"
        );
        assert!(jobs(&app).await.is_empty());
    }
}

#[tokio::test]
async fn of_a_subscription_that_cannot_be_read_an_end_is_believed() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    let (customer, bad) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    stripe.delete(&format!("subscriptions/{bad}")).await;
    trouble(&stripe, &bad, json!({ "kind": "lacks", "fields": ["automatic_tax"] })).await;
    let error = sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap_err();
    assert!(matches!(error, SyncError::Unreadable(_)), "{error}");
    let row = subscription::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert_eq!((row.id, row.status.as_str(), row.ended_at.is_some()), (bad, "canceled", true));
}

#[tokio::test]
async fn a_preview_that_fails_leaves_out_an_amount_and_nothing_else() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let fault =
        json!({ "rate": 100, "path": "/v1/invoices/create_preview", "answer": { "kind": "error", "status": 500 } });
    stripe.control("faults", fault).await;
    let page = browser.get("/account?from=portal").await.text();
    assert!(
        page.contains("Current Plan Pro $12.00 per month Status Active") && page.contains("Your plan renews on"),
        "{page}"
    );
    assert!(!page.contains("You’ll be charged $12.00") && !page.contains("isn’t showing yet"), "{page}");
    stripe.forget_faults().await;
    make_due(&app).await;
    assert_eq!(app.work().await, 1, "it is made up for");
    assert!(browser.get("/account").await.text().contains("You’ll be charged $12.00."));
}

#[tokio::test]
async fn a_payment_method_that_cannot_be_had_keeps_its_owner_in_step() {
    for kind in [json!({ "kind": "garbage" }), json!({ "kind": "error", "status": 500 })] {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        app.leaves_jobs(["customer"]);
        let (customer, _) = stripe.subscriber("Pro").await;
        let (mut browser, _) = app.customer("ada@example.com", &customer).await;
        let bad = stripe.state().await["payment_methods"][0]["id"].as_str().unwrap().to_owned();
        trouble(&stripe, &bad, kind.clone()).await;
        let error = sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap_err();
        assert!(matches!(error, SyncError::Unreadable(_)), "{error}");
        let page = browser.get("/account").await.text();
        assert!(
            page.contains("Current Plan Pro $12.00 per month Status Active") && page.contains("On file"),
            "{kind}: {page}"
        );
    }
}

#[tokio::test]
async fn what_was_given_up_is_kept_and_begins_anew_when_it_is_asked_for() {
    let stripe = Stripe::start().await;
    let mut app = TestApp::start(&stripe.base()).await;
    app.give_up_after(2);
    let (customer, _) = stripe.subscriber("Pro").await;
    app.linked("ada@example.com", &customer).await;
    trouble(&stripe, &customer, json!({ "kind": "garbage" })).await;
    let event = |id: &str| {
        let object = json!({ "id": customer, "object": "customer" });
        json!({ "id": id, "type": "customer.updated", "created": 1, "data": { "object": object } }).to_string()
    };
    deliver(&app, &event("evt_1")).await;
    for _ in 0..3 {
        make_due(&app).await;
        app.work().await;
    }
    let job = jobs(&app).await.remove(0);
    assert!(job.given_up && job.failures == 3 && job.lease.is_none(), "{job:?}");
    let dead = stripe_event::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert_eq!(dead.state, stripe_event::State::Dead);
    assert_eq!(app.work().await, 0, "it is tried rarely");

    trouble(&stripe, &customer, Value::Null).await;
    deliver(&app, &event("evt_2")).await;
    assert_eq!(app.work().await, 1, "nobody waits for a day");
    assert!(jobs(&app).await.is_empty());
    let events = stripe_event::Entity::find().all(&app.state.db).await.unwrap();
    assert!(events.iter().all(|event| event.state == stripe_event::State::Succeeded), "{events:?}");
}

#[tokio::test]
async fn what_can_be_had_again_is_settled_without_waiting() {
    let stripe = Stripe::start().await;
    let mut app = TestApp::start(&stripe.base()).await;
    app.give_up_after(1);
    let (customer, _) = stripe.subscriber("Pro").await;
    app.linked("ada@example.com", &customer).await;
    trouble(&stripe, &customer, json!({ "kind": "garbage" })).await;
    app.state
        .billing
        .mirror
        .refetch_later(&StripeObject::Customer(customer.clone()), std::time::Duration::ZERO)
        .await
        .unwrap();
    app.work().await;
    assert_eq!((app.work().await, jobs(&app).await[0].given_up), (0, true));
    trouble(&stripe, &customer, Value::Null).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    app.work().await;
    assert!(jobs(&app).await.is_empty());
}
