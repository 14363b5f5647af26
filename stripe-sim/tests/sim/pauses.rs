//! Subscriptions that are paused, for all five reasons, and changes that wait for their payment.

use crate::common::{Stripe, id};
use crate::invariants;
use reqwest::Method;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

fn reason(subscription: &Value) -> &str {
    subscription["status_details"]["paused"]["subscription"]["type"].as_str().unwrap()
}

async fn give_card(stripe: &Stripe, customer: &str, token: &str) {
    let card = stripe.post(&format!("/v1/payment_methods/{token}/attach"), &format!("customer={customer}")).await;
    let body = format!("invoice_settings[default_payment_method]={}", id(&card));
    stripe.post(&format!("/v1/customers/{customer}"), &body).await;
}

#[tokio::test]
async fn a_pause_gives_unused_time_back_and_resuming_begins_anew() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    stripe.control("clock", json!({"advance": 15 * DAY})).await;
    let paused = stripe.post(&format!("{path}/pause"), "invoicing_behavior=invoice").await;
    assert_eq!((&paused["status"], reason(&paused)), (&json!("paused"), "pause_requested"));
    let balance = stripe.get(&format!("/v1/customers/{customer}")).await["balance"].as_i64().unwrap();
    assert!((-550..=-450).contains(&balance), "{balance}");
    stripe.control("clock", json!({"advance": 40 * DAY})).await;
    assert_eq!(stripe.get(&path).await["status"], "paused");
    let resumed = stripe.post(&format!("{path}/resume"), "payment_behavior=resume_on_payment_success").await;
    assert_eq!((&resumed["status"], &resumed["status_details"]), (&json!("active"), &Value::Null));
    let invoice = stripe.get(&format!("/v1/invoices/{}", resumed["latest_invoice"].as_str().unwrap())).await;
    assert_eq!((&invoice["total"], invoice["amount_paid"].as_i64()), (&json!(1000), Some(1000 + balance)));
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn what_is_kept_is_not_asked_for_again() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    stripe.post(&format!("{path}/pause"), "bill_for[unused_time_from][type]=none").await;
    stripe.control("clock", json!({"advance": 3 * DAY})).await;
    let resumed = stripe.post(&format!("{path}/resume"), "billing_cycle_anchor[type]=unchanged").await;
    assert_eq!(resumed["status"], "active");
    let invoices = stripe.get(&format!("/v1/invoices?subscription={subscription}")).await;
    assert_eq!(invoices["data"].as_array().unwrap().len(), 1);
    invariants::check(&stripe).await;
}

/// What becomes of a subscription whose renewal is charged to `token`, 50 days after it began.
async fn renewed_with(stripe: &Stripe, more: &str, token: &str) -> (String, Value) {
    let (customer, subscription) = stripe.subscribed(more).await;
    give_card(stripe, &customer, token).await;
    stripe.control("clock", json!({"advance": 50 * DAY})).await;
    (customer, stripe.get(&format!("/v1/subscriptions/{subscription}?expand[]=latest_invoice")).await)
}

#[tokio::test]
async fn renewals_that_fail_pause_where_the_account_says_so() {
    let stripe = Stripe::start().await;
    for (retries, first, token, why, attempts) in [
        ("pause", "leave_past_due", "pm_card_chargeCustomerFail", "final_payment_failure", 4),
        ("cancel", "pause", "pm_card_chargeCustomerFail", "first_payment_failure", 1),
        ("cancel", "pause", "pm_au_becs_debit_fails", "first_payment_failure", 1),
    ] {
        stripe.control("dunning", json!({"after_retries": retries, "after_first_failure": first})).await;
        let (customer, paused) = renewed_with(&stripe, "", token).await;
        assert_eq!((&paused["status"], reason(&paused)), (&json!("paused"), why));
        let invoice = &paused["latest_invoice"];
        assert_eq!((&invoice["status"], &invoice["attempt_count"]), (&json!("open"), &json!(attempts)), "{token}");
        assert_eq!(invoice["next_payment_attempt"], Value::Null);
        give_card(&stripe, &customer, "pm_card_visa").await;
        stripe.post(&format!("/v1/invoices/{}/pay", id(invoice)), "").await;
        assert_eq!(stripe.get(&format!("/v1/subscriptions/{}", id(&paused))).await["status"], "active");
    }
    // A first invoice is no renewal.
    let customer = stripe.customer().await;
    give_card(&stripe, &customer, "pm_card_chargeCustomerFail").await;
    let price = stripe.price("other", 500).await;
    let first = stripe.post("/v1/subscriptions", &format!("customer={customer}&items[0][price]={price}")).await;
    assert_eq!(first["status"], "incomplete");
    let (_, system) = stripe.subscribed("").await;
    let paused = stripe.control("pause", json!({"subscription": system})).await;
    assert_eq!(reason(&paused), "system");
    let events = stripe.get("/v1/events?type=customer.subscription.paused").await;
    assert_eq!(events["data"].as_array().unwrap().len(), 4);
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_failed_payment_pauses_nothing_that_cannot_be_paused() {
    let stripe = Stripe::start().await;
    for (retries, first, status) in [("pause", "leave_past_due", "canceled"), ("leave_past_due", "pause", "past_due")] {
        stripe.control("dunning", json!({"after_retries": retries, "after_first_failure": first})).await;
        let (_, classic) = renewed_with(&stripe, "billing_mode[type]=classic", "pm_card_chargeCustomerFail").await;
        assert_eq!(classic["status"], status, "{retries} {first}");
    }
    let (_, classic) = stripe.subscribed("billing_mode[type]=classic").await;
    let pause = stripe.http.post(stripe.url("_sim/pause")).json(&json!({"subscription": classic}));
    assert_eq!(pause.send().await.unwrap().status(), 400);
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn paying_what_is_owed_does_not_end_a_pause_that_was_asked_for() {
    let stripe = Stripe::start().await;
    stripe.control("dunning", json!({"after_retries": "leave_past_due"})).await;
    let (customer, owing) = renewed_with(&stripe, "", "pm_card_chargeCustomerFail").await;
    assert_eq!(owing["status"], "past_due");
    let path = format!("/v1/subscriptions/{}", id(&owing));
    stripe.post(&format!("{path}/pause"), "bill_for[unused_time_from][type]=none").await;
    give_card(&stripe, &customer, "pm_card_visa").await;
    stripe.post(&format!("/v1/invoices/{}/pay", id(&owing["latest_invoice"])), "").await;
    let paused = stripe.get(&path).await;
    assert_eq!((&paused["status"], reason(&paused)), (&json!("paused"), "pause_requested"));
    let resumed = stripe.post(&format!("{path}/resume"), "payment_behavior=resume_on_payment_success").await;
    assert_eq!(resumed["status"], "active");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn what_cannot_be_paused_is_refused() {
    let stripe = Stripe::start().await;
    let (_, classic) = stripe.subscribed("billing_mode[type]=classic").await;
    let (_, trialing) = stripe.subscribed("trial_period_days=3").await;
    let (_, planned) = stripe.subscribed("").await;
    stripe.post("/v1/subscription_schedules", &format!("from_subscription={planned}")).await;
    for (subscription, said) in [(classic, "flexible"), (trialing, "trialing"), (planned, "schedule")] {
        let (_, error) = stripe.refused(Method::POST, &format!("/v1/subscriptions/{subscription}/pause"), "").await;
        assert!(error["message"].as_str().unwrap().contains(said), "{error}");
    }
}

#[tokio::test]
async fn a_change_that_is_not_paid_for_waits_and_is_made_or_dropped() {
    let stripe = Stripe::start().await;
    for paid in [true, false] {
        let (customer, subscription) = stripe.subscribed("").await;
        let path = format!("/v1/subscriptions/{subscription}");
        let item = id(&stripe.get(&path).await["items"]["data"][0]);
        give_card(&stripe, &customer, "pm_card_chargeCustomerFail").await;
        let body = format!(
            "items[0][id]={item}&items[0][quantity]=4&payment_behavior=pending_if_incomplete\
             &proration_behavior=always_invoice"
        );
        let waiting = stripe.post(&path, &body).await;
        assert_eq!((&waiting["status"], &waiting["items"]["data"][0]["quantity"]), (&json!("active"), &json!(1)));
        assert_eq!(waiting["pending_update"]["subscription_items"][0]["quantity"], 4);
        let invoice = format!("/v1/invoices/{}", waiting["latest_invoice"].as_str().unwrap());
        invariants::check(&stripe).await;
        if paid {
            give_card(&stripe, &customer, "pm_card_visa").await;
            stripe.post(&format!("{invoice}/pay"), "").await;
        } else {
            stripe.control("clock", json!({"advance": DAY})).await;
            assert_eq!(stripe.get(&invoice).await["status"], "void");
        }
        let after = stripe.get(&path).await;
        assert_eq!(after["pending_update"], Value::Null);
        assert_eq!(after["items"]["data"][0]["quantity"], if paid { 4 } else { 1 });
        for more in
            ["metadata[a]=b", "default_source=", "trial_settings[end_behavior][missing_payment_method]=create_invoice"]
        {
            let (_, error) = stripe.refused(Method::POST, &path, &format!("{body}&{more}")).await;
            assert_eq!(error["param"], "payment_behavior", "{more}");
        }
    }
    let types = stripe.event_types().await;
    for kind in ["pending_update_applied", "pending_update_expired"] {
        assert!(types.contains(&format!("customer.subscription.{kind}")), "{types:?}");
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_change_that_waits_is_dropped_in_a_pause_too() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let item = id(&stripe.get(&path).await["items"]["data"][0]);
    give_card(&stripe, &customer, "pm_card_chargeCustomerFail").await;
    let body = format!(
        "items[0][id]={item}&items[0][quantity]=4&payment_behavior=pending_if_incomplete\
         &proration_behavior=always_invoice"
    );
    let waiting = stripe.post(&path, &body).await;
    let paused = stripe.post(&format!("{path}/pause"), "bill_for[unused_time_from][type]=none").await;
    assert!(paused["pending_update"].is_object(), "{paused}");
    stripe.control("clock", json!({"advance": DAY})).await;
    let after = stripe.get(&path).await;
    assert_eq!((&after["status"], &after["pending_update"]), (&json!("paused"), &Value::Null));
    let invoice = format!("/v1/invoices/{}", waiting["latest_invoice"].as_str().unwrap());
    assert_eq!(stripe.get(&invoice).await["status"], "void");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_change_waits_no_longer_than_its_period() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let item = stripe.get(&path).await["items"]["data"][0].clone();
    let end = item["current_period_end"].as_i64().unwrap();
    stripe.control("clock", json!({"now": end - DAY / 2})).await;
    give_card(&stripe, &customer, "pm_card_chargeCustomerFail").await;
    let body = format!(
        "items[0][id]={}&items[0][quantity]=400&payment_behavior=pending_if_incomplete\
         &proration_behavior=always_invoice",
        id(&item)
    );
    assert_eq!(stripe.post(&path, &body).await["pending_update"]["expires_at"], end);
}

#[tokio::test]
async fn a_change_that_waits_spends_a_discount_when_it_is_paid_for() {
    let stripe = Stripe::start().await;
    stripe.post("/v1/coupons", "id=once&percent_off=50&duration=once").await;
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let item = id(&stripe.get(&path).await["items"]["data"][0]);
    give_card(&stripe, &customer, "pm_card_chargeCustomerFail").await;
    stripe.control("clock", json!({"advance": 3 * DAY})).await;
    let body = format!(
        "items[0][id]={item}&items[0][quantity]=4&items[0][discounts][0][coupon]=once&billing_cycle_anchor=now\
         &payment_behavior=pending_if_incomplete&proration_behavior=always_invoice"
    );
    let waiting = stripe.post(&path, &body).await;
    let invoice = format!("/v1/invoices/{}", waiting["latest_invoice"].as_str().unwrap());
    let taken = invariants::sum(&stripe.get(&invoice).await["total_discount_amounts"], "amount");
    assert_eq!((taken, &waiting["items"]["data"][0]["quantity"]), (2000, &json!(1)));
    give_card(&stripe, &customer, "pm_card_visa").await;
    stripe.post(&format!("{invoice}/pay"), "").await;
    let after = &stripe.get(&path).await["items"]["data"][0];
    assert_eq!((&after["quantity"], &after["discounts"]), (&json!(4), &json!([])));
    invariants::check(&stripe).await;
}
