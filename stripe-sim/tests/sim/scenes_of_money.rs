//! Scenes of money that came back or is on its way, and of what it is paid with.

use crate::stage::{Stage, statuses};

#[tokio::test]
async fn refunded() {
    let mut stage = Stage::set().await;
    stage.alone("refunded", "active").await;
    stage.told("charge.refunded").await;
    assert_eq!(stage.list("/v1/refunds").await[0]["amount"], 2000);
}

#[tokio::test]
async fn credited() {
    let mut stage = Stage::set().await;
    stage.alone("credited", "active").await;
    stage.told("credit_note.created").await;
    assert_eq!(stage.customer().await["balance"], -1000);
}

#[tokio::test]
async fn disputed() {
    let mut stage = Stage::set().await;
    stage.alone("disputed", "active").await;
    stage.told("charge.dispute.created").await;
    assert_eq!(statuses(&stage.invoices().await), ["paid", "paid"]);
}

#[tokio::test]
async fn in_credit() {
    let mut stage = Stage::set().await;
    stage.alone("in_credit", "active").await;
    assert_eq!(stage.customer().await["balance"], -500);
}

#[tokio::test]
async fn first_debit_processing() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("first_debit_processing", "incomplete").await;
    assert_eq!(statuses(&stage.invoices().await), ["open"]);
    assert!(subscription["ended_at"].is_null());
}

#[tokio::test]
async fn debit_processing() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("debit_processing", "active").await;
    let invoices = stage.invoices().await;
    assert_eq!((statuses(&invoices), &invoices[0]["id"]), (vec!["open", "paid"], &subscription["latest_invoice"]));
}

#[tokio::test]
async fn debit_failed() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("debit_failed", "past_due").await;
    assert_eq!(statuses(&stage.invoices().await), ["open", "paid"]);
    assert!(subscription["latest_invoice"].is_string());
}

#[tokio::test]
async fn wallet_card() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("wallet_card", "active").await;
    assert!(subscription["default_payment_method"].is_null());
    assert_eq!(stage.cards().await[0]["card"]["wallet"]["type"], "apple_pay");
}

#[tokio::test]
async fn paypal() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("paypal", "active").await;
    assert!(subscription["default_payment_method"].is_null());
    assert_eq!(stage.cards().await[0]["type"], "paypal");
}

#[tokio::test]
async fn link() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("link", "active").await;
    assert!(subscription["default_payment_method"].is_null());
    assert_eq!(stage.cards().await[0]["type"], "link");
}

#[tokio::test]
async fn legacy_source() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("legacy_source", "active").await;
    assert!(subscription["default_payment_method"].is_null());
    assert!(stage.customer().await["default_source"].as_str().unwrap().starts_with("card_"));
}
