//! Fields that change without an event are written, and are not drift.

use std::sync::atomic::{AtomicI64, Ordering};

use mirror::{
    Synced, check,
    entity::subscription,
    reconcile::{Checked, Progress, sync_customers},
    sync,
};
use reqwest::header::HeaderMap;
use sea_orm::{DbErr, EntityTrait};
use serde_json::{Value, json};

use crate::support::{Stripe, TestApp, proxy};

/// As if something were used between any two looks.
fn grow(_: &mut HeaderMap, body: &mut String) {
    static USED: AtomicI64 = AtomicI64::new(300);
    let Ok(mut answer) = serde_json::from_str::<Value>(body) else { return };
    let used = USED.fetch_add(17, Ordering::SeqCst);
    if answer["id"].as_str().is_some_and(|id| id.starts_with("upcoming_in")) {
        answer["amount_due"] = json!(used);
    } else if answer["url"] == "/v1/subscriptions" {
        for item in answer["data"].as_array_mut().unwrap().iter_mut().flat_map(items) {
            item.as_object_mut().unwrap().remove("quantity");
        }
    } else {
        return;
    }
    *body = answer.to_string();
}

fn items(subscription: &mut Value) -> &mut Vec<Value> {
    subscription["items"]["data"].as_array_mut().unwrap()
}

/// What a pass says of every customer.
struct Seen(Vec<Checked>);

impl Progress for Seen {
    fn customer(&mut self, _: &str, checked: &Checked) {
        self.0.push(checked.clone());
    }

    async fn page(&mut self, _: &str) -> Result<(), DbErr> {
        Ok(())
    }
}

#[tokio::test]
async fn usage_is_told_so_far_and_is_no_drift() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&proxy(&stripe.base(), grow).await).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let state = &app.state;
    assert_eq!(sync(&state.billing.mirror, &state.billing.stripe, &customer).await.unwrap(), Synced::Written);
    let amount = async || subscription::Entity::find().one(&state.db).await.unwrap().unwrap().upcoming_amount.unwrap();
    let before = amount().await;
    assert_eq!(check(&state.db, &state.billing.stripe, &customer).await.unwrap(), Some(vec![]));
    assert_eq!(sync(&state.billing.mirror, &state.billing.stripe, &customer).await.unwrap(), Synced::Moved);
    assert!(amount().await > before, "what is shown goes on");

    for write in [true, false] {
        let mut seen = Seen(Vec::new());
        sync_customers(&state.billing.mirror, &state.billing.stripe, None, write, &mut seen).await.unwrap();
        assert_eq!(seen.0, [Checked::InStep]);
    }

    let page = browser.get("/account").await.text();
    assert!(page.contains("Your usage so far comes to $") && page.contains(" so far on "), "{page}");
}

#[tokio::test]
async fn a_price_that_is_renamed_is_no_drift_of_whoever_pays_it() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, id) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    let state = &app.state;
    sync(&state.billing.mirror, &state.billing.stripe, &customer).await.unwrap();
    let price = stripe.state().await["prices"][0]["id"].as_str().unwrap().to_owned();
    stripe.post(&format!("prices/{price}"), &[("nickname", "Old plan")]).await;
    assert_eq!(check(&state.db, &state.billing.stripe, &customer).await.unwrap(), Some(vec![]));
    assert_eq!(sync(&state.billing.mirror, &state.billing.stripe, &customer).await.unwrap(), Synced::Moved);
    assert_eq!(sync(&state.billing.mirror, &state.billing.stripe, &customer).await.unwrap(), Synced::Unchanged);
    // What is the subscription's own is told by name.
    stripe.post(&format!("subscriptions/{id}"), &[("metadata[seats]", "5")]).await;
    let found = check(&state.db, &state.billing.stripe, &customer).await.unwrap().unwrap();
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, [format!("subscriptions {id}: raw.metadata")]);
}
