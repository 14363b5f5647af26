//! Changes without an event are repaired.

use mirror::{
    check,
    entity::{customer, stripe_event, subscription, sync_pass},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use crate::support::{Stripe, TestApp, deliver};

/// As if the hour or the night had passed.
async fn make_due(app: &TestApp) {
    sync_pass::Entity::update_many()
        .col_expr(sync_pass::Column::DueAtMs, Expr::value(0_i64))
        .exec(&app.state.db)
        .await
        .unwrap();
}

async fn is_in_step(app: &TestApp, customer: &str) -> bool {
    check(&app.state.db, &app.state.billing.stripe, customer).await.unwrap().unwrap().is_empty()
}

#[tokio::test]
async fn an_endpoint_that_was_down_for_a_thousand_events_is_caught_up_with_by_one_pass() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.send_webhooks_to(&app.url);
    stripe.control("webhooks", json!({ "disorder": { "drop": 100 } })).await;
    let (customer, id) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    for number in 0..1000 {
        stripe.post(&format!("subscriptions/{id}"), &[("metadata[number]", &number.to_string())]).await;
    }
    // The nightly pass would repair it too, and has its own test.
    let tomorrow = sync_pass::Entity::update_many().col_expr(sync_pass::Column::DueAtMs, Expr::value(i64::MAX));
    let customers = tomorrow.filter(sync_pass::Column::Name.eq(sync_pass::Pass::AllCustomers));
    customers.exec(&app.state.db).await.unwrap();
    app.state.reconciler.run_passes().await.unwrap();
    assert!(stripe_event::Entity::find().all(&app.state.db).await.unwrap().len() >= 1000);
    app.work().await;
    assert!(is_in_step(&app, &customer).await);
    let row = subscription::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert_eq!(row.raw["metadata"]["number"], "999");
}

#[tokio::test]
async fn a_change_without_any_event_is_found_in_the_night() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, id) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    app.state.reconciler.run_passes().await.unwrap();
    assert!(is_in_step(&app, &customer).await);

    stripe.post(&format!("subscriptions/{id}"), &[("cancel_at_period_end", "true")]).await;
    app.state.reconciler.run_passes().await.unwrap();
    assert!(!is_in_step(&app, &customer).await, "it is not due yet");
    make_due(&app).await;
    app.state.reconciler.run_passes().await.unwrap();
    assert!(is_in_step(&app, &customer).await);
    for pass in sync_pass::Entity::find().all(&app.state.db).await.unwrap() {
        assert!(
            pass.cursor.is_none() && pass.lease_until_ms.is_none() && pass.completed_pass_began_ms.is_some(),
            "{pass:?}"
        );
    }
}

#[tokio::test]
async fn a_pass_that_failed_goes_on_from_where_it_was() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let mut customers = Vec::new();
    for number in 0..150 {
        let customer = stripe.customer().await;
        app.linked(&format!("user{number}@example.com"), &customer).await;
        customers.push(customer);
    }
    customers.sort();
    let path = format!("/v1/customers/{}", customers[120]);
    stripe.control("faults", json!({ "rate": 100, "path": path, "answer": { "kind": "error", "status": 429 } })).await;
    app.state.reconciler.run_passes().await.unwrap_err();
    let pass = sync_pass::Entity::find_by_id(sync_pass::Pass::AllCustomers).one(&app.state.db).await.unwrap().unwrap();
    assert_eq!(pass.cursor.as_deref(), Some(customers[99].as_str()), "{pass:?}");

    stripe.forget_faults().await;
    make_due(&app).await;
    app.state.reconciler.run_passes().await.unwrap();
    for row in customer::Entity::find().all(&app.state.db).await.unwrap() {
        let first_page = customers[..100].contains(&row.stripe_customer_id);
        assert!(row.last_applied_fetch > 0 && (!first_page || row.last_started_fetch == 1), "{row:?}");
    }
}

#[tokio::test]
async fn a_customer_that_stripe_does_not_know_stops_nobody() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.linked("eve@example.com", "cus_0_of_another_account").await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.linked("ada@example.com", &customer).await;
    app.state.reconciler.run_passes().await.unwrap();
    assert!(is_in_step(&app, &customer).await);
    let eve = customer::Entity::find().filter(customer::Column::MissingSince.is_not_null());
    assert_eq!(eve.one(&app.state.db).await.unwrap().unwrap().stripe_customer_id, "cus_0_of_another_account");
}

#[tokio::test]
async fn two_replicas_share_one_pass() {
    let stripe = Stripe::start().await;
    let one = TestApp::start(&stripe.base()).await;
    let two = one.replica(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    one.linked("ada@example.com", &customer).await;
    let (first, second) = tokio::join!(one.state.reconciler.run_passes(), two.state.reconciler.run_passes());
    first.and(second).unwrap();
    let row = customer::Entity::find().one(&one.state.db).await.unwrap().unwrap();
    assert_eq!(row.last_started_fetch, 1);
}

#[tokio::test]
async fn old_events_are_removed_and_dead_ones_stay() {
    let app = TestApp::start("http://127.0.0.1:1/").await;
    for id in ["evt_old", "evt_dead", "evt_new"] {
        let body = format!(r#"{{"id":"{id}","type":"charge.succeeded","created":1,"data":{{"object":{{}}}}}}"#);
        deliver(&app, &body).await;
    }
    let of = |id: &str| stripe_event::Entity::update_many().filter(stripe_event::Column::Id.eq(id));
    use stripe_event::Column::{ReceivedAt, State};
    of("evt_old").col_expr(ReceivedAt, Expr::value(1_i64)).exec(&app.state.db).await.unwrap();
    let dead = of("evt_dead").col_expr(ReceivedAt, Expr::value(1_i64));
    dead.col_expr(State, Expr::value(stripe_event::State::Dead)).exec(&app.state.db).await.unwrap();
    // Even though nothing can be asked of Stripe.
    app.state.reconciler.run_passes().await.unwrap_err();
    let left = stripe_event::Entity::find().all(&app.state.db).await.unwrap();
    assert!(left.len() == 2 && left.iter().all(|event| event.id != "evt_old"), "{left:?}");
}
