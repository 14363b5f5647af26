//! Scenes of discounts, tax, pauses, and changes that wait.

use crate::stage::{Stage, period_end, statuses, time};
use serde_json::{Value, json};

#[tokio::test]
async fn discounted() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("discounted", "active").await;
    let invoices = stage.invoices().await;
    assert_eq!((statuses(&invoices), &invoices[0]["total"]), (vec!["paid", "paid"], &json!(1000)));
    assert_eq!(stage.preview(&subscription).await.1["amount_due"], 1000);
    stage.told("customer.discount.created").await;
    stage.play("discounted").await;
}

#[tokio::test]
async fn taxed() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("taxed", "active").await;
    assert_eq!(subscription["default_tax_rates"][0]["display_name"], "VAT");
    let invoices = stage.invoices().await;
    assert_eq!((&invoices[0]["subtotal"], &invoices[0]["total"]), (&json!(2000), &json!(2380)));
}

#[tokio::test]
async fn metered() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("metered", "active").await;
    assert_eq!(subscription["items"]["data"][1]["price"]["recurring"]["usage_type"], "metered");
    assert_eq!(stage.preview(&subscription).await.1["amount_due"], 2000 + 300);
    let sold = stage.list("/v1/products?active=true").await;
    assert_eq!(sold.len(), 2, "it is not for sale");
    stage.play("metered").await;
    assert_eq!(stage.list("/v1/prices").await.len(), 3, "made once");
}

#[tokio::test]
async fn paused_by_request() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("paused_by_request", "paused").await;
    assert_eq!(subscription["status_details"]["paused"]["subscription"]["type"], "pause_requested");
}

#[tokio::test]
async fn paused_by_stripe() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("paused_by_stripe", "paused").await;
    assert_eq!(subscription["status_details"]["paused"]["subscription"]["type"], "system");
}

#[tokio::test]
async fn paused_after_retries() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("paused_after_retries", "paused").await;
    assert_eq!(subscription["status_details"]["paused"]["subscription"]["type"], "final_payment_failure");
    assert_eq!(stage.stripe.get("_sim/dunning").await["after_retries"], "cancel");
}

#[tokio::test]
async fn paused_at_first_payment() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("paused_at_first_payment", "paused").await;
    assert_eq!(subscription["status_details"]["paused"]["subscription"]["type"], "first_payment_failure");
    assert_eq!(statuses(&stage.invoices().await), ["open", "paid"]);
}

#[tokio::test]
async fn update_pending() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("update_pending", "active").await;
    assert_eq!(subscription["pending_update"]["subscription_items"][0]["quantity"], 5);
    assert_eq!(statuses(&stage.invoices().await)[0], "open");
}

#[tokio::test]
async fn end_scheduled() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("end_scheduled", "active").await;
    assert_eq!(time(&subscription["cancel_at"]), period_end(&subscription));
    assert!(subscription["schedule"].is_string());
}

#[tokio::test]
async fn item_scheduled() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("item_scheduled", "active").await;
    stage.stripe.control("clock", json!({"now": period_end(&subscription) + 1})).await;
    assert_eq!(stage.subscriptions().await[0]["items"]["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn begin_scheduled() {
    let stage = Stage::set().await;
    assert_eq!(stage.play("begin_scheduled").await, [] as [Value; 0]);
    let schedules = stage.list(&format!("/v1/subscription_schedules?customer={}", stage.customer)).await;
    assert_eq!(statuses(&schedules), ["not_started"]);
    stage.play("active").await;
}
