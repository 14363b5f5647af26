//! What recorded answers of Stripe show, and no type tells.

use crate::common::{Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

async fn invoice(stripe: &Stripe, subscription: &str) -> Value {
    stripe.get(&format!("/v1/subscriptions/{subscription}?expand[]=latest_invoice")).await["latest_invoice"].clone()
}

async fn yearly(stripe: &Stripe, amount: i64) -> String {
    let body = format!("currency=usd&unit_amount={amount}&recurring[interval]=year&product_data[name]=pro");
    id(&stripe.post("/v1/prices", &body).await)
}

#[tokio::test]
async fn canceling_at_once_keeps_when_it_was_first_asked_for() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let asked = stripe.post(&path, "cancel_at_period_end=true").await["canceled_at"].clone();
    stripe.control("clock", json!({"advance": DAY})).await;
    let ended = stripe.delete(&path).await;
    assert_eq!((&ended["status"], &ended["canceled_at"]), (&json!("canceled"), &asked));
    assert!(ended["ended_at"].as_i64().unwrap() >= asked.as_i64().unwrap() + DAY);
}

#[tokio::test]
async fn an_end_with_the_period_moves_with_the_period() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("cancel_at_period_end=true").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let item = id(&stripe.get(&path).await["items"]["data"][0]);
    let price = yearly(&stripe, 9000).await;
    let after = stripe.post(&path, &format!("items[0][id]={item}&items[0][price]={price}")).await;
    assert_eq!(after["cancel_at_period_end"], true);
    assert_eq!(after["cancel_at"], after["items"]["data"][0]["current_period_end"]);
}

#[tokio::test]
async fn from_month_to_year_the_flexible_mode_keeps_the_anchor_and_prorates() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let before = stripe.get(&path).await;
    let (old, first) = (before["items"]["data"][0].clone(), before["latest_invoice"].clone());
    let price = yearly(&stripe, 36_500).await;
    let half = (old["current_period_end"].as_i64().unwrap() - old["current_period_start"].as_i64().unwrap()) / 2;
    stripe.control("clock", json!({"advance": half})).await;
    let change = format!("items[0][id]={}&items[0][price]={price}&proration_behavior=always_invoice", id(&old));
    let after = stripe.post(&path, &change).await;
    let new = &after["items"]["data"][0];
    assert_eq!(after["billing_cycle_anchor"], before["billing_cycle_anchor"]);
    assert_eq!(new["current_period_start"], old["current_period_start"]);
    let length = new["current_period_end"].as_i64().unwrap() - new["current_period_start"].as_i64().unwrap();
    assert!((365 * DAY..=366 * DAY).contains(&length), "{length}");
    let lines = invoice(&stripe, &subscription).await["lines"]["data"].clone();
    let (unused, remaining) = (&lines[0], &lines[1]);
    assert!((-501..=-499).contains(&unused["amount"].as_i64().unwrap()), "{unused}");
    let share = 36_500 - 36_500 * half / length;
    assert!((share - 2..=share + 2).contains(&remaining["amount"].as_i64().unwrap()), "{share} {remaining}");
    assert_eq!(lines.as_array().unwrap().len(), 2);
    for line in [unused, remaining] {
        let details = &line["parent"]["subscription_item_details"];
        assert_eq!(details["proration"], true);
        assert!(details["invoice_item"].as_str().unwrap().starts_with("ii_"), "{line}");
        assert_eq!(line["pricing"]["unit_amount_decimal"], json!(line["amount"].to_string()));
    }
    let original = stripe.get(&format!("/v1/invoices/{}", first.as_str().unwrap())).await["lines"]["data"][0].clone();
    let credited =
        |line: &Value| line["parent"]["subscription_item_details"]["proration_details"]["credited_items"].clone();
    assert_eq!(credited(unused), json!({"invoice": first, "invoice_line_items": [id(&original)]}));
    assert_eq!(credited(remaining), Value::Null);
    assert_eq!(original["parent"]["subscription_item_details"]["invoice_item"], Value::Null);
}

#[tokio::test]
async fn an_anchor_that_is_now_begins_every_period_anew() {
    let stripe = Stripe::start().await;
    for parameter in ["billing_cycle_anchor[type]=now", "billing_cycle_anchor=now"] {
        let (_, subscription) = stripe.subscribed("").await;
        let path = format!("/v1/subscriptions/{subscription}");
        stripe.control("clock", json!({"advance": 10 * DAY})).await;
        let preview = format!("subscription={subscription}&subscription_details[billing_cycle_anchor][type]=now");
        let preview = stripe.post("/v1/invoices/create_preview", &preview).await;
        let after = stripe.post(&path, parameter).await;
        let item = &after["items"]["data"][0];
        assert_eq!(after["billing_cycle_anchor"], item["current_period_start"]);
        let asked = invoice(&stripe, &subscription).await;
        let amounts: Vec<_> = asked["lines"]["data"].as_array().unwrap().iter().map(|line| &line["amount"]).collect();
        assert_eq!((amounts.len(), amounts[1]), (2, &json!(1000)), "{asked}");
        assert!((-700..=-600).contains(&amounts[0].as_i64().unwrap()), "{asked}");
        assert!((asked["total"].as_i64().unwrap() - preview["total"].as_i64().unwrap()).abs() <= 1);
    }
}

#[tokio::test]
async fn a_trial_that_is_ended_without_a_card_obeys_its_settings() {
    let stripe = Stripe::start().await;
    let customer = id(&stripe.post("/v1/customers", "").await);
    let price = stripe.price("pro", 1000).await;
    for (setting, status, event) in [
        ("cancel", "canceled", "customer.subscription.deleted"),
        ("pause", "paused", "customer.subscription.paused"),
        ("create_invoice", "past_due", "customer.subscription.updated"),
    ] {
        let body = format!(
            "customer={customer}&items[0][price]={price}&trial_period_days=7\
             &trial_settings[end_behavior][missing_payment_method]={setting}"
        );
        let path = format!("/v1/subscriptions/{}", id(&stripe.post("/v1/subscriptions", &body).await));
        stripe.control("clock", json!({"advance": 60})).await;
        let ended = stripe.post(&path, "trial_end=now").await;
        assert_eq!(ended["status"], json!(status), "{setting}");
        assert_eq!(stripe.event_types().await.last().unwrap(), event);
    }
    // A card that comes with the request counts.
    let (_, paying) =
        stripe.subscribed("trial_period_days=7&trial_settings[end_behavior][missing_payment_method]=cancel").await;
    assert_eq!(stripe.post(&format!("/v1/subscriptions/{paying}"), "trial_end=now").await["status"], "active");
}

#[tokio::test]
async fn a_subscription_still_has_a_plan_and_a_quantity() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("items[0][quantity]=3").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let one = stripe.get(&path).await;
    assert_eq!((&one["plan"], &one["quantity"]), (&one["items"]["data"][0]["plan"], &json!(3)));
    let addon = stripe.price("addon", 100).await;
    let two = stripe.post(&path, &format!("items[0][price]={addon}")).await;
    assert_eq!((&two["plan"], &two["quantity"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn lines_say_what_is_counted_and_at_which_price() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let product = id(&stripe.post("/v1/products", "name=Team&unit_label=user").await);
    let body = format!("currency=usd&unit_amount=2500&recurring[interval]=month&product={product}");
    let price = id(&stripe.post("/v1/prices", &body).await);
    for (more, description, unit) in [
        ("", "1 user × Team (at $25.00 / month)", "2500"),
        ("&items[0][quantity]=3", "3 user × Team (at $25.00 / month)", "2500"),
        ("&trial_period_days=7", "Free trial for 1 user × Team", "0"),
    ] {
        let body = format!("customer={customer}&items[0][price]={price}{more}");
        let subscription = id(&stripe.post("/v1/subscriptions", &body).await);
        let line = invoice(&stripe, &subscription).await["lines"]["data"][0].clone();
        assert_eq!(
            (&line["description"], &line["pricing"]["unit_amount_decimal"]),
            (&json!(description), &json!(unit))
        );
    }
    let (_, plain) = stripe.subscribed("").await;
    assert_eq!(invoice(&stripe, &plain).await["lines"]["data"][0]["description"], "1 × pro (at $10.00 / month)");
}

#[tokio::test]
async fn a_first_payment_that_waits_for_a_bank_has_not_been_attempted() {
    let stripe = Stripe::start().await;
    let card = "pm_card_authenticationRequired";
    let body = format!("payment_method={card}&invoice_settings[default_payment_method]={card}");
    let customer = id(&stripe.post("/v1/customers", &body).await);
    let price = stripe.price("pro", 1000).await;
    let made = stripe.post("/v1/subscriptions", &format!("customer={customer}&items[0][price]={price}")).await;
    assert_eq!(made["status"], "incomplete");
    let waiting = invoice(&stripe, &id(&made)).await;
    assert_eq!(
        (&waiting["status"], &waiting["attempt_count"], &waiting["auto_advance"]),
        (&json!("open"), &json!(0), &json!(true))
    );
    assert_eq!(waiting["webhooks_delivered_at"], waiting["created"]);
}

#[tokio::test]
async fn a_checkout_session_has_a_long_id() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 1000).await;
    let body = format!("mode=subscription&line_items[0][price]={price}&success_url=https://example.com/");
    let session = stripe.post("/v1/checkout/sessions", &body).await;
    assert_eq!(id(&session).len(), 66);
    assert!(id(&session).starts_with("cs_test_a1"));
    assert_eq!(session["payment_method_options"]["card"]["request_three_d_secure"], "automatic");
}

#[tokio::test]
async fn a_declined_card_comes_with_what_the_bank_said() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    for (token, decline, network) in [
        ("pm_card_chargeDeclined", "generic_decline", "01"),
        ("pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds", "51"),
    ] {
        let path = format!("/v1/payment_methods/{token}/attach");
        let (status, error) = stripe.refused(Method::POST, &path, &format!("customer={customer}")).await;
        assert_eq!((status, &error["code"], &error["decline_code"]), (402, &json!("card_declined"), &json!(decline)));
        assert_eq!(
            (&error["network_decline_code"], &error["advice_code"]),
            (&json!(network), &json!("try_again_later"))
        );
        assert_eq!(error["param"], "");
    }
}
