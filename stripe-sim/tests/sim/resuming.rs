//! What a resumption asks for, and when its subscription goes on: by the attempt at a payment or by its success.

use crate::common::{Stripe, id};
use crate::invariants;
use serde_json::{Value, json};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
const FAILS_LATER: &str = "pm_card_chargeCustomerFail";

async fn give_card(stripe: &Stripe, customer: &str, token: &str) {
    let card = stripe.post(&format!("/v1/payment_methods/{token}/attach"), &format!("customer={customer}")).await;
    let body = format!("invoice_settings[default_payment_method]={}", id(&card));
    stripe.post(&format!("/v1/customers/{customer}"), &body).await;
}

/// A subscription that was paused, and then resumed while its customer's card was `token`: the customer, and the
/// addresses of the subscription and of the invoice of its resumption.
async fn resumed(stripe: &Stripe, behavior: &str, token: &str) -> (String, String, String) {
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    stripe.post(&format!("{path}/pause"), "bill_for[unused_time_from][type]=none").await;
    give_card(stripe, &customer, token).await;
    let body = if behavior.is_empty() { String::new() } else { format!("payment_behavior={behavior}") };
    let resumed = stripe.post(&format!("{path}/resume"), &body).await;
    (customer, path, format!("/v1/invoices/{}", resumed["latest_invoice"].as_str().unwrap()))
}

async fn status(stripe: &Stripe, path: &str) -> Value {
    stripe.get(path).await["status"].clone()
}

#[tokio::test]
async fn by_default_nothing_is_charged_until_somebody_attempts_the_payment() {
    let stripe = Stripe::start().await;
    for (token, afterwards) in [("pm_card_visa", "active"), (FAILS_LATER, "past_due")] {
        for behavior in ["", "resume_on_payment_attempt"] {
            let (customer, path, invoice) = resumed(&stripe, behavior, token).await;
            assert_eq!(status(&stripe, &path).await, "paused");
            let waiting = stripe.get(&invoice).await;
            assert_eq!((&waiting["status"], &waiting["attempted"]), (&json!("open"), &json!(false)));
            assert_eq!(waiting["next_payment_attempt"], Value::Null);
            let url = stripe.url(&format!("{}/pay", invoice.trim_start_matches('/')));
            let paid = stripe.http.post(url).bearer_auth("sk_test_x").send().await.unwrap();
            assert_eq!(paid.status().is_success(), afterwards == "active");
            assert_eq!(status(&stripe, &path).await, afterwards);
            assert_eq!(stripe.event_types().await.last().unwrap(), "customer.subscription.resumed");
            // Nothing is retried.
            assert_eq!(stripe.get(&invoice).await["next_payment_attempt"], Value::Null);
            give_card(&stripe, &customer, "pm_card_visa").await;
            stripe.control("clock", json!({"advance": 8 * DAY})).await;
            assert_eq!(status(&stripe, &path).await, afterwards);
        }
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn by_success_it_stays_paused_while_the_payment_is_retried() {
    let stripe = Stripe::start().await;
    let (customer, path, invoice) = resumed(&stripe, "resume_on_payment_success", FAILS_LATER).await;
    let owing = stripe.get(&invoice).await;
    assert_eq!((&owing["status"], &owing["attempt_count"]), (&json!("open"), &json!(1)));
    assert!(owing["next_payment_attempt"].is_i64());
    stripe.control("clock", json!({"advance": 4 * DAY})).await;
    assert_eq!(stripe.get(&invoice).await["attempt_count"], 2);
    assert_eq!(status(&stripe, &path).await, "paused");
    give_card(&stripe, &customer, "pm_card_visa").await;
    stripe.control("clock", json!({"advance": 5 * DAY})).await;
    assert_eq!((status(&stripe, &path).await, status(&stripe, &invoice).await), (json!("active"), json!("paid")));
    // Retried for the last time, and not paid for: it stays as it is.
    let (_, path, invoice) = resumed(&stripe, "resume_on_payment_success", FAILS_LATER).await;
    stripe.control("clock", json!({"advance": 20 * DAY})).await;
    let owing = stripe.get(&invoice).await;
    assert_eq!((&owing["attempt_count"], &owing["next_payment_attempt"]), (&json!(4), &Value::Null));
    assert_eq!(status(&stripe, &path).await, "paused");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn what_nobody_attempts_to_pay_is_void_after_23_hours() {
    let stripe = Stripe::start().await;
    let (_, path, invoice) = resumed(&stripe, "", "pm_card_visa").await;
    stripe.control("clock", json!({"advance": 22 * HOUR})).await;
    assert_eq!(status(&stripe, &invoice).await, "open");
    stripe.control("clock", json!({"advance": 2 * HOUR})).await;
    assert_eq!((status(&stripe, &invoice).await, status(&stripe, &path).await), (json!("void"), json!("paused")));
    let again = stripe.post(&format!("{path}/resume"), "payment_behavior=resume_on_payment_success").await;
    assert_eq!(again["status"], "active");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn its_owner_may_forgo_the_payment_or_the_resumption() {
    let stripe = Stripe::start().await;
    for (act, afterwards) in [("mark_uncollectible", "active"), ("void", "paused")] {
        let (_, path, invoice) = resumed(&stripe, "", "pm_card_visa").await;
        stripe.post(&format!("{invoice}/{act}"), "").await;
        assert_eq!(status(&stripe, &path).await, afterwards, "{act}");
    }
    // A second resumption takes the place of the first.
    let (_, path, first) = resumed(&stripe, "", "pm_card_visa").await;
    let second = stripe.post(&format!("{path}/resume"), "payment_behavior=resume_on_payment_success").await;
    assert_eq!((&second["status"], status(&stripe, &first).await), (&json!("active"), json!("void")));
    invariants::check(&stripe).await;
}
