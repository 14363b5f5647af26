//! Undelivered events: only ours are fetched, although Stripe does not say whose they are.

use mirror::entity::{stripe_event, sync_pass};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use crate::support::{Stripe, TestApp, proxy};

async fn make_due(app: &TestApp) {
    let passes = sync_pass::Entity::update_many().col_expr(sync_pass::Column::DueAtMs, Expr::value(0_i64));
    passes.exec(&app.state.db).await.unwrap();
}

async fn stored(app: &TestApp) -> Vec<stripe_event::Model> {
    stripe_event::Entity::find().all(&app.state.db).await.unwrap()
}

#[tokio::test]
async fn what_another_endpoint_refused_is_not_fetched() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.control("unkind", json!({ "other_endpoint_fails": true })).await;
    stripe.send_webhooks_to(&app.url);
    let (customer, id) = stripe.subscriber("Pro").await;
    app.linked("ada@example.com", &customer).await;
    stripe.post(&format!("subscriptions/{id}"), &[("metadata[a]", "b")]).await;
    // All that is ours has come; the rest is of types that our endpoint is not told of.
    stripe.control("webhooks", json!({ "held": false })).await;
    app.work().await;
    let before = stored(&app).await;
    let listed = stripe.state().await["events"].as_array().unwrap().len();
    assert!(listed > 5 && before.len() <= listed);
    app.state.reconciler.run_passes().await.unwrap();
    let after = stored(&app).await;
    assert_eq!(before.len(), after.len(), "nothing was missing: {after:?}");
    assert!(after.iter().all(|event| event.state != stripe_event::State::Pending), "nothing is done once more");
}

/// An account in which nothing reaches us.
async fn unheard() -> (Stripe, TestApp) {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.control("unkind", json!({ "other_endpoint_fails": true })).await;
    (stripe, app)
}

#[tokio::test]
async fn of_what_never_came_only_what_is_acted_upon_is_fetched() {
    let (stripe, app) = unheard().await;
    app.leaves_jobs(["customer", "price", "product"]);
    stripe.subscriber("Pro").await;
    let listed = stripe.state().await["events"].clone();
    let kinds: Vec<_> = listed.as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"customer.created") && kinds.contains(&"customer.subscription.created"), "{kinds:?}");
    app.state.reconciler.run_passes().await.unwrap();
    let stored = stored(&app).await;
    assert!(stored.iter().any(|event| event.kind == "customer.subscription.created"), "{stored:?}");
    assert!(stored.iter().all(|event| event.state == stripe_event::State::Pending), "nothing is ignored: {stored:?}");
}

#[tokio::test]
async fn a_dead_letter_is_not_revived_every_hour() {
    let (stripe, app) = unheard().await;
    app.leaves_jobs(["customer", "price", "product"]);
    stripe.subscriber("Pro").await;
    app.state.reconciler.run_passes().await.unwrap();
    let dead = Expr::value(stripe_event::State::Dead);
    let all = stripe_event::Entity::update_many().col_expr(stripe_event::Column::State, dead);
    all.exec(&app.state.db).await.unwrap();
    make_due(&app).await;
    app.state.reconciler.run_passes().await.unwrap();
    assert!(stored(&app).await.iter().all(|event| event.state == stripe_event::State::Dead));
}

#[tokio::test]
async fn pages_of_foreign_events_are_gone_through_to_the_last() {
    let (stripe, app) = unheard().await;
    app.leaves_jobs(["customer", "price", "product"]);
    stripe.control("unkind", json!({ "longest_page": 2 })).await;
    stripe.subscriber("Pro").await;
    // Newer, of a type that is not ours, and more than fit on a page.
    for _ in 0..3 {
        stripe.post("customers", &[]).await;
    }
    app.state.reconciler.run_passes().await.unwrap();
    let ours: Vec<_> = stored(&app).await.into_iter().map(|event| event.kind).collect();
    let kinds = ["product.created", "price.created", "customer.subscription.created"];
    assert!(kinds.into_iter().all(|kind| ours.iter().any(|ours| ours == kind)), "{ours:?}");
}

#[tokio::test]
async fn a_page_of_which_nothing_can_be_read_is_passed_over() {
    let (stripe, app) = unheard().await;
    app.leaves_jobs(["product"]);
    stripe.control("unkind", json!({ "longest_page": 1 })).await;
    // The oldest of all, and so on the last page; every page before that cannot be read.
    stripe.post("products", &[("name", "Pro")]).await;
    stripe.post("products", &[("name", "Team")]).await;
    stripe.post("products", &[("name", "Enterprise")]).await;
    let oldest = stripe.state().await["events"][0]["id"].as_str().unwrap().to_owned();
    let base = stripe.base();
    let behind = proxy(&base, |_, body| {
        let Ok(mut list) = serde_json::from_str::<Value>(body) else { return };
        if list["url"] == "/v1/events" && list["has_more"] == true {
            list["data"][0]["type"] = json!(7);
            *body = list.to_string();
        }
    });
    let behind = app.replica(&behind.await).await;
    behind.state.reconciler.run_passes().await.unwrap();
    let stored: Vec<_> = stored(&app).await.into_iter().map(|event| event.id).collect();
    assert_eq!(stored, [oldest]);
}

#[tokio::test]
async fn a_cursor_that_is_not_listed_any_more_ends_no_pass() {
    let (stripe, app) = unheard().await;
    app.leaves_jobs(["customer", "price", "product"]);
    stripe.subscriber("Pro").await;
    sync_pass::Entity::update_many()
        .col_expr(sync_pass::Column::Cursor, Expr::value("evt_long_gone"))
        .filter(sync_pass::Column::Name.eq(sync_pass::Pass::UndeliveredEvents))
        .exec(&app.state.db)
        .await
        .unwrap();
    app.state.reconciler.run_passes().await.unwrap();
    assert!(!stored(&app).await.is_empty());
}
