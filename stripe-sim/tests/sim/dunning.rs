//! What becomes of a subscription whose card does not pay, or that has none.

use crate::common::{Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

const DAY: i64 = 86_400;
const FAILS_LATER: &str = "pm_card_chargeCustomerFail";

async fn subscription(stripe: &Stripe, id: &str) -> Value {
    stripe.get(&format!("/v1/subscriptions/{id}?expand[]=latest_invoice")).await
}

/// Makes `card` the customer's own; what it was charged before was paid.
async fn give_card(stripe: &Stripe, customer: &str, card: &str) {
    let method = stripe.post(&format!("/v1/payment_methods/{card}/attach"), &format!("customer={customer}")).await;
    let body = format!("invoice_settings[default_payment_method]={}", id(&method));
    stripe.post(&format!("/v1/customers/{customer}"), &body).await;
}

/// A subscription whose renewal has just failed: (customer, subscription).
async fn late(stripe: &Stripe) -> (String, String) {
    let (customer, id) = stripe.subscribed("").await;
    give_card(stripe, &customer, FAILS_LATER).await;
    let end = subscription(stripe, &id).await["items"]["data"][0]["current_period_end"].as_i64().unwrap();
    stripe.control("clock", json!({"now": end + 60})).await;
    (customer, id)
}

#[tokio::test]
async fn a_renewal_that_fails_is_tried_again_and_then_given_up() {
    for (choice, status) in [(None, "canceled"), (Some("mark_unpaid"), "unpaid"), (Some("leave_past_due"), "past_due")]
    {
        let stripe = Stripe::start().await;
        if let Some(choice) = choice {
            let answer = stripe.control("dunning", json!({"after_retries": choice})).await;
            assert_eq!(answer["after_retries"], json!(choice));
        }
        let (_, id) = late(&stripe).await;
        let owing = subscription(&stripe, &id).await;
        assert_eq!(owing["status"], "past_due");
        let invoice = &owing["latest_invoice"];
        assert_eq!((&invoice["status"], &invoice["attempt_count"]), (&json!("open"), &json!(1)));
        assert!(invoice["next_payment_attempt"].is_i64());
        stripe.control("clock", json!({"advance": 9 * DAY})).await;
        assert_eq!(subscription(&stripe, &id).await["latest_invoice"]["attempt_count"], 3);
        stripe.control("clock", json!({"advance": 7 * DAY})).await;
        let given_up = subscription(&stripe, &id).await;
        assert_eq!(given_up["status"], status);
        assert_eq!(given_up["latest_invoice"]["next_payment_attempt"], Value::Null);
        if status == "canceled" {
            assert_eq!(given_up["cancellation_details"]["reason"], "payment_failed");
        }
        stripe.control("clock", json!({"advance": 30 * DAY})).await;
        let later = subscription(&stripe, &id).await;
        let expected = match status {
            "unpaid" => "draft",
            _ => "open",
        };
        assert_eq!(later["latest_invoice"]["status"], expected, "{status}");
    }
}

#[tokio::test]
async fn the_story_of_a_failed_renewal() {
    let stripe = Stripe::start().await;
    let (customer, id) = late(&stripe).await;
    let types = stripe.event_types().await;
    assert_eq!(
        types[types.len() - 5..],
        [
            "customer.subscription.updated",
            "invoice.created",
            "invoice.finalized",
            "invoice.payment_failed",
            "customer.subscription.updated",
        ]
    );
    assert_eq!(stripe.get(&format!("/v1/customers/{customer}")).await["delinquent"], true);
    let home = stripe.page(&stripe.session(&customer, "").await).await;
    assert!(home.text.contains("Past due") && home.text.contains("Your payment failed."), "{}", home.text);
    let url = stripe.session(&customer, "flow_data[type]=payment_method_update").await;
    let done = stripe.submit(&format!("{url}/payment-method"), "number=4242424242424242&expiry=12/40&cvc=123").await;
    assert_eq!(done.status, 303);
    let healed = subscription(&stripe, &id).await;
    assert_eq!((&healed["status"], &healed["latest_invoice"]["status"]), (&json!("active"), &json!("paid")));
    assert_eq!(stripe.get(&format!("/v1/customers/{customer}")).await["delinquent"], false);
}

#[tokio::test]
async fn a_new_card_over_the_api_heals_at_the_next_attempt() {
    let stripe = Stripe::start().await;
    let (customer, id) = late(&stripe).await;
    give_card(&stripe, &customer, "pm_card_visa").await;
    assert_eq!(subscription(&stripe, &id).await["status"], "past_due");
    stripe.control("clock", json!({"advance": 3 * DAY})).await;
    assert_eq!(subscription(&stripe, &id).await["status"], "active");
}

#[tokio::test]
async fn a_new_card_over_the_api_heals_when_told_to_pay() {
    let stripe = Stripe::start().await;
    let (customer, paying) = late(&stripe).await;
    give_card(&stripe, &customer, "pm_card_visa").await;
    let invoice = id(&subscription(&stripe, &paying).await["latest_invoice"]);
    stripe.post(&format!("/v1/invoices/{invoice}/pay"), "").await;
    assert_eq!(subscription(&stripe, &paying).await["status"], "active");
    let (status, error) = stripe.refused(Method::POST, &format!("/v1/invoices/{invoice}/pay"), "").await;
    assert_eq!((status, &error["message"]), (400, &json!("Invoice is already paid")));
}

#[tokio::test]
async fn what_never_began_expires_and_owes_nothing() {
    let stripe = Stripe::start().await;
    let body = format!("payment_method={FAILS_LATER}&invoice_settings[default_payment_method]={FAILS_LATER}");
    let customer = id(&stripe.post("/v1/customers", &body).await);
    let price = stripe.price("pro", 1000).await;
    let created = stripe.post("/v1/subscriptions", &format!("customer={customer}&items[0][price]={price}")).await;
    assert_eq!(created["status"], "incomplete");
    let path = format!("/v1/invoices/{}", created["latest_invoice"].as_str().unwrap());
    assert_eq!(stripe.get(&path).await["status"], "open");
    let (status, error) = stripe.refused(Method::POST, &format!("{path}/pay"), "").await;
    assert_eq!((status, &error["code"]), (402, &json!("card_declined")));
    stripe.control("clock", json!({"advance": 23 * 3600 + 1})).await;
    let expired = subscription(&stripe, &id(&created)).await;
    assert_eq!(expired["status"], "incomplete_expired");
    assert_eq!(expired["latest_invoice"]["status"], "void");
}

#[tokio::test]
async fn a_card_that_wants_its_owner_says_so() {
    let stripe = Stripe::start().await;
    let card = "pm_card_authenticationRequired";
    let body = format!("payment_method={card}&invoice_settings[default_payment_method]={card}");
    let customer = id(&stripe.post("/v1/customers", &body).await);
    let price = stripe.price("pro", 1000).await;
    let body = format!("customer={customer}&items[0][price]={price}");
    let created = stripe.post("/v1/subscriptions", &body).await;
    assert_eq!(created["status"], "incomplete");
    assert_eq!(stripe.event_types().await.last().unwrap(), "invoice.payment_action_required");
    let url = subscription(&stripe, &id(&created)).await["latest_invoice"]["hosted_invoice_url"].clone();
    let page = stripe.page(url.as_str().unwrap()).await;
    let (_, rest) = page.text.split_once("href=\"/i/").filter(|(_, rest)| rest.contains("authenticate")).unwrap();
    let link = rest.split("href=\"/i/").find(|link| link.contains("/authenticate/")).unwrap();
    let bank = stripe.url(&format!("i/{}", link.split('"').next().unwrap()));
    stripe.submit(&bank, "answer=complete").await;
    assert_eq!(subscription(&stripe, &id(&created)).await["status"], "active");
    let (status, error) = stripe
        .refused(Method::POST, "/v1/subscriptions", &format!("{body}&payment_behavior=error_if_incomplete"))
        .await;
    assert_eq!((status, &error["code"]), (402, &json!("authentication_required")));
}

#[tokio::test]
async fn a_trial_without_a_card_ends_as_was_chosen() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 1000).await;
    let mut begun = Vec::new();
    for (choice, status) in [("create_invoice", "past_due"), ("cancel", "canceled"), ("pause", "paused")] {
        let customer = id(&stripe.post("/v1/customers", "").await);
        let body = format!(
            "customer={customer}&items[0][price]={price}&trial_period_days=5\
             &trial_settings[end_behavior][missing_payment_method]={choice}"
        );
        begun.push((customer, id(&stripe.post("/v1/subscriptions", &body).await), status));
    }
    stripe.control("clock", json!({"advance": 5 * DAY + 60})).await;
    for (_, id, status) in &begun {
        assert_eq!(subscription(&stripe, id).await["status"], json!(status));
    }
    let (customer, paused, _) = begun.pop().unwrap();
    let path = format!("/v1/subscriptions/{paused}/resume");
    let when_paid = "payment_behavior=resume_on_payment_success";
    stripe.post(&path, when_paid).await;
    assert_eq!(subscription(&stripe, &paused).await["status"], "paused", "there is no card yet");
    give_card(&stripe, &customer, "pm_card_visa").await;
    let resumed = stripe.post(&path, when_paid).await;
    assert_eq!(resumed["status"], "active");
    let types = stripe.event_types().await;
    assert!(types.contains(&"customer.subscription.paused".to_owned()));
    assert_eq!(types.last().unwrap(), "customer.subscription.resumed");
    let (_, error) = stripe.refused(Method::POST, &path, "").await;
    assert!(error["message"].as_str().unwrap().contains("`paused`"));
}

#[tokio::test]
async fn paused_collection_makes_invoices_nobody_pays() {
    let stripe = Stripe::start().await;
    for (behavior, status) in [("keep_as_draft", "draft"), ("mark_uncollectible", "uncollectible"), ("void", "void")] {
        let (_, id) = stripe.subscribed("").await;
        let now = stripe.get("_sim/clock").await["now"].as_i64().unwrap();
        let body = format!("pause_collection[behavior]={behavior}&pause_collection[resumes_at]={}", now + 40 * DAY);
        stripe.post(&format!("/v1/subscriptions/{id}"), &body).await;
        stripe.control("clock", json!({"now": now + 35 * DAY})).await;
        let during = subscription(&stripe, &id).await;
        assert_eq!((&during["status"], &during["latest_invoice"]["status"]), (&json!("active"), &json!(status)));
        stripe.control("clock", json!({"now": now + 70 * DAY})).await;
        let after = subscription(&stripe, &id).await;
        assert_eq!((&after["pause_collection"], &after["latest_invoice"]["status"]), (&Value::Null, &json!("paid")));
    }
}
