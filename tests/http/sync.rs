//! The sync of one customer.

use std::{sync::atomic::Ordering, time::Duration};

use customer_portal::entity::user;
use mirror::{
    Synced, check_catalog,
    entity::{customer, product, subscription, subscription_item},
    mirror_catalog, sync,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};
use serde_json::json;

use crate::support::{Stripe, TestApp, counting_proxy};

#[tokio::test]
async fn all_subscriptions_are_kept_the_canceled_ones_too() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, first) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    stripe.delete(&format!("subscriptions/{first}")).await;
    let second = stripe.subscribe(&customer, "Team").await;

    let outcome = sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    assert_eq!(outcome, Synced::Written);
    let mut rows = subscription::Entity::find().all(&app.state.db).await.unwrap();
    rows.sort_by_key(|row| row.status.clone());
    assert_eq!((rows[0].id.as_str(), rows[0].status.as_str()), (second.as_str(), "active"));
    assert_eq!((rows[1].id.as_str(), rows[1].status.as_str()), (first.as_str(), "canceled"));
    assert!(rows[1].ended_at.is_some());
    assert_eq!(rows[0].raw["id"], second.as_str(), "the whole object is beside its columns");
}

#[tokio::test]
async fn doing_it_again_changes_nothing() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    let rows = async || {
        (
            subscription::Entity::find().all(&app.state.db).await.unwrap(),
            subscription_item::Entity::find().all(&app.state.db).await.unwrap(),
        )
    };
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let once = rows().await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    assert_eq!(rows().await, once);
}

#[tokio::test]
async fn an_older_fetch_never_overwrites_a_newer_one() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    let row = customer::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.last_applied_fetch = Set(i64::MAX);
    row.update(&app.state.db).await.unwrap();
    let outcome = sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    assert_eq!(outcome, Synced::Superseded);
    assert!(subscription::Entity::find().all(&app.state.db).await.unwrap().is_empty());
}

#[tokio::test]
async fn more_subscriptions_than_fit_on_one_of_stripes_pages() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    let price = stripe.post(
        "prices",
        &[
            ("currency", "usd"),
            ("unit_amount", "100"),
            ("recurring[interval]", "month"),
            ("product_data[name]", "Seat"),
        ],
    );
    let price = price.await["id"].as_str().unwrap().to_owned();
    for _ in 0..120 {
        stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &price)]).await;
    }
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    assert_eq!(subscription::Entity::find().all(&app.state.db).await.unwrap().len(), 121);
}

#[tokio::test]
async fn many_subscriptions_are_asked_about_a_few_at_a_time() {
    let stripe = Stripe::start().await;
    let (behind, most) = counting_proxy(&stripe.base()).await;
    let app = TestApp::start(&behind).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    for number in 0..40 {
        // A product each, so that products and prices are asked for as well.
        stripe.subscribe(&customer, &format!("Plan {number}")).await;
    }
    let slow = json!({ "rate": 100, "path": "/v1/*", "answer": { "kind": "delay", "ms": 30 } });
    stripe.control("faults", slow).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    assert_eq!(subscription::Entity::find().count(&app.state.db).await.unwrap(), 41);
    let most = most.load(Ordering::SeqCst);
    assert!((2..=8).contains(&most), "{most} at a time");
}

#[tokio::test]
async fn whatever_people_write_is_kept_the_same_on_both_databases() {
    for (text, kept) in [("nul", "before\u{fffd}after"), ("surrogate", "before\u{fffd}after")] {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        let (customer, id) = stripe.subscriber("Pro").await;
        stripe.post(&format!("subscriptions/{id}"), &[("metadata[note]", "x")]).await;
        app.customer("ada@example.com", &customer).await;
        stripe.control("unkind", json!({ "troubles": { "*": { "kind": "text", "text": text } } })).await;
        mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
        assert_eq!(
            sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap(),
            Synced::Written,
            "{text}"
        );
        let row = subscription::Entity::find().one(&app.state.db).await.unwrap().unwrap();
        assert_eq!(row.raw["metadata"]["note"], kept);
        let product = product::Entity::find().one(&app.state.db).await.unwrap().unwrap();
        assert_eq!((product.name.as_str(), &product.raw["name"]), (kept, &json!(kept)));
        assert_eq!(
            sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap(),
            Synced::Unchanged
        );
        assert!(check_catalog(&app.state.db, &app.state.billing.stripe).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_stripe_that_is_down_leaves_the_rows_as_they_were() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    drop(stripe);
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap_err();
    let page = browser.get("/account").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Current Plan Pro $12.00 per month Status Active"), "{}", page.text());
    assert!(page.text().contains("Last updated "), "{}", page.text());
}

#[tokio::test]
async fn syncs_that_nobody_waits_for_any_more_leave_nothing_behind() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    let state = &app.state;
    // Dropped at every stage: while it asks Stripe, while it begins to write, while it writes.
    for stage in 0..300 {
        let patience = Duration::from_micros(stage * 100);
        let _ = tokio::time::timeout(patience, sync(&state.billing.mirror, &state.billing.stripe, &customer)).await;
    }
    let all = async {
        for _ in 0..16 {
            sync(&state.billing.mirror, &state.billing.stripe, &customer).await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all).await.expect("no lock is held by nobody");
    let other = app.replica(&stripe.base()).await;
    let (here, there) = (customer::Entity::find().one(&state.db), customer::Entity::find().one(&other.state.db));
    assert_eq!(here.await.unwrap(), there.await.unwrap(), "everything is committed");
}

#[tokio::test]
async fn a_transaction_that_nobody_waits_for_is_not_left_open() {
    let app = TestApp::start("http://127.0.0.1:1/").await;
    let db = &app.state.db;
    const STEPS: u64 = 300;
    // Dropped after any number of steps, and so while BEGIN is under way, too.
    for steps in 0..STEPS {
        let mut begin = Box::pin(db.begin_bulk());
        for _ in 0..steps {
            if futures::poll!(&mut begin).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(begin);
        let user = user::ActiveModel {
            email: Set(format!("user{steps}@example.com")),
            password_hash: Set(None),
            created_at: Set(0),
            ..Default::default()
        };
        user::Entity::insert(user).exec(db).await.unwrap();
    }
    // What was written outside of a transaction is there for all.
    let other = app.replica("http://127.0.0.1:1/").await;
    assert_eq!(user::Entity::find().count(&other.state.db).await.unwrap(), STEPS);
}

#[tokio::test]
async fn what_is_written_meanwhile_is_read_whole_or_not_at_all() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, id) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    let state = &app.state;
    sync(&state.billing.mirror, &state.billing.stripe, &customer).await.unwrap();
    stripe.delete(&format!("subscriptions/{id}")).await;
    let (first, then) = state
        .db
        .snapshot(async |transaction| {
            let first = customer::Entity::find().one(transaction).await?.unwrap();
            assert_eq!(sync(&state.billing.mirror, &state.billing.stripe, &customer).await.unwrap(), Synced::Written);
            let subscription = subscription::Entity::find().one(transaction).await?.unwrap();
            assert_eq!(subscription.status, "active", "as of the same moment");
            Ok((first, customer::Entity::find().one(transaction).await?.unwrap()))
        })
        .await
        .unwrap();
    assert_eq!(first, then);
    assert_eq!(subscription::Entity::find().one(&state.db).await.unwrap().unwrap().status, "canceled");
}
