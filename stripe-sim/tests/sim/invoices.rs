//! Invoices: what they ask for, whether it is paid, and what they show.

use crate::common::{Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// Types of the events from the `from`-th on.
async fn events_since(stripe: &Stripe, from: usize) -> Vec<String> {
    stripe.event_types().await.split_off(from)
}

async fn latest_invoice(stripe: &Stripe, subscription: &str) -> Value {
    stripe.get(&format!("/v1/subscriptions/{subscription}?expand[]=latest_invoice")).await["latest_invoice"].clone()
}

fn amounts(invoice: &Value) -> Vec<i64> {
    invoice["lines"]["data"].as_array().unwrap().iter().map(|line| line["amount"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_subscription_begins_with_a_paid_invoice() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("metadata[user]=7").await;
    let invoice = latest_invoice(&stripe, &subscription).await;
    assert_eq!(invoice["status"], "paid");
    assert_eq!(invoice["billing_reason"], "subscription_create");
    assert_eq!((&invoice["amount_due"], &invoice["amount_paid"]), (&json!(1000), &json!(1000)));
    assert_eq!(invoice["parent"]["subscription_details"]["subscription"], json!(subscription));
    assert_eq!(invoice["parent"]["subscription_details"]["metadata"]["user"], "7");
    assert!(invoice["number"].as_str().unwrap().ends_with("-0001"));
    let item = &stripe.get(&format!("/v1/subscriptions/{subscription}")).await["items"]["data"][0];
    let line = &invoice["lines"]["data"][0];
    assert_eq!(line["period"], json!({"start": item["current_period_start"], "end": item["current_period_end"]}));
    let list = stripe.get(&format!("/v1/invoices?customer={customer}&subscription={subscription}&status=paid")).await;
    let listed = list["data"].as_array().unwrap();
    assert_eq!(listed.iter().map(id).collect::<Vec<_>>(), [id(&invoice)]);
    assert_eq!(stripe.get("/v1/invoices?status=open").await["data"], json!([]));
    let lines = stripe.get(&format!("/v1/invoices/{}/lines", id(&invoice))).await;
    assert_eq!(lines["data"], invoice["lines"]["data"]);
}

#[tokio::test]
async fn each_period_has_its_invoice() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let before = stripe.event_types().await.len();
    stripe.control("clock", json!({"advance": 70 * DAY})).await;
    let list = stripe.get(&format!("/v1/invoices?subscription={subscription}")).await;
    let reasons: Vec<_> = list["data"].as_array().unwrap().iter().map(|it| it["billing_reason"].clone()).collect();
    assert_eq!(reasons, ["subscription_cycle", "subscription_cycle", "subscription_create"]);
    assert_eq!(list["data"][0]["number"].as_str().unwrap().rsplit('-').next(), Some("0003"));
    assert_eq!(
        events_since(&stripe, before).await[..5],
        [
            "customer.subscription.updated",
            "invoice.created",
            "invoice.finalized",
            "invoice.paid",
            "invoice.payment_succeeded"
        ]
    );
    assert_eq!(stripe.get(&format!("/v1/customers/{customer}")).await["next_invoice_sequence"], 4);
}

#[tokio::test]
async fn a_trial_begins_with_an_invoice_over_nothing() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("trial_period_days=10").await;
    let invoice = latest_invoice(&stripe, &subscription).await;
    assert_eq!((&invoice["status"], &invoice["total"]), (&json!("paid"), &json!(0)));
    let before = stripe.event_types().await.len();
    stripe.control("clock", json!({"advance": 8 * DAY})).await;
    assert_eq!(events_since(&stripe, before).await, ["customer.subscription.trial_will_end"]);
    stripe.control("clock", json!({"advance": 3 * DAY})).await;
    assert_eq!(latest_invoice(&stripe, &subscription).await["total"], 1000);
}

#[tokio::test]
async fn a_dearer_plan_is_prorated_on_the_next_invoice_or_at_once() {
    let stripe = Stripe::start().await;
    let dearer = stripe.price("team", 3000).await;
    for (behavior, lines_now, lines_next) in [("create_prorations", 1, 3), ("always_invoice", 2, 1), ("none", 1, 1)] {
        let (_, subscription) = stripe.subscribed("").await;
        let path = format!("/v1/subscriptions/{subscription}");
        let item = &stripe.get(&path).await["items"]["data"][0];
        let (start, end) =
            (item["current_period_start"].as_i64().unwrap(), item["current_period_end"].as_i64().unwrap());
        stripe.control("clock", json!({"now": start.midpoint(end)})).await;
        let body = format!("items[0][id]={}&items[0][price]={dearer}&proration_behavior={behavior}", id(item));
        let preview = stripe
            .post(
                "/v1/invoices/create_preview",
                &format!(
                    "subscription={subscription}&subscription_details[items][0][id]={}\
                     &subscription_details[items][0][price]={dearer}\
                     &subscription_details[proration_behavior]={behavior}",
                    id(item)
                ),
            )
            .await;
        stripe.post(&path, &body).await;
        let now = latest_invoice(&stripe, &subscription).await;
        assert_eq!(now["lines"]["data"].as_array().unwrap().len(), lines_now, "{behavior}");
        stripe.control("clock", json!({"now": end + 1})).await;
        let next = latest_invoice(&stripe, &subscription).await;
        assert_eq!(next["lines"]["data"].as_array().unwrap().len(), lines_next, "{behavior}");
        let previewed = if behavior == "always_invoice" { &now } else { &next };
        for (previewed, real) in amounts(&preview).into_iter().zip(amounts(previewed)) {
            assert!((previewed - real).abs() <= 1, "{behavior}: {previewed} {real}");
        }
        if behavior == "always_invoice" {
            assert!((990..=1010).contains(&now["total"].as_i64().unwrap()), "{}", now["total"]);
            assert_eq!(now["lines"]["data"][0]["parent"]["subscription_item_details"]["proration"], true);
            assert_eq!(now["billing_reason"], "subscription_update");
        }
    }
}

#[tokio::test]
async fn what_is_given_back_becomes_credit_for_the_next_invoice() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let item = id(&stripe.get(&path).await["items"]["data"][0]);
    let cheaper = stripe.price("lite", 100).await;
    stripe
        .post(&path, &format!("items[0][id]={item}&items[0][price]={cheaper}&proration_behavior=always_invoice"))
        .await;
    let invoice = latest_invoice(&stripe, &subscription).await;
    assert_eq!((&invoice["status"], &invoice["amount_due"]), (&json!("paid"), &json!(0)));
    let balance = stripe.get(&format!("/v1/customers/{customer}")).await["balance"].as_i64().unwrap();
    assert!((-900..=-890).contains(&balance), "{balance}");
    stripe.control("clock", json!({"advance": 32 * DAY})).await;
    let next = latest_invoice(&stripe, &subscription).await;
    assert_eq!((&next["total"], &next["amount_due"]), (&json!(100), &json!(0)));
    assert_eq!(next["starting_balance"], json!(balance));
    assert_eq!(stripe.get(&format!("/v1/customers/{customer}")).await["balance"], json!(balance + 100));
}

#[tokio::test]
async fn another_rhythm_is_asked_for_at_once_where_everything_begins_anew() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let item = id(&stripe.get(&path).await["items"]["data"][0]);
    let yearly = "currency=usd&unit_amount=9000&recurring[interval]=year&product_data[name]=pro";
    let yearly = id(&stripe.post("/v1/prices", yearly).await);
    stripe.control("clock", json!({"advance": 60})).await;
    let body = format!("items[0][id]={item}&items[0][price]={yearly}&billing_cycle_anchor[type]=now");
    stripe.post(&path, &body).await;
    let amounts = amounts(&latest_invoice(&stripe, &subscription).await);
    assert_eq!(amounts.len(), 2);
    assert!((-1000..=-999).contains(&amounts[0]), "{amounts:?}");
    assert_eq!(amounts[1], 9000);
}

#[tokio::test]
async fn an_invoice_is_voided_or_given_up_by_hand() {
    let stripe = Stripe::start().await;
    for (action, status, event) in
        [("void", "void", "invoice.voided"), ("mark_uncollectible", "uncollectible", "invoice.marked_uncollectible")]
    {
        let (_, subscription) = stripe.subscribed("payment_behavior=default_incomplete").await;
        let open = id(&latest_invoice(&stripe, &subscription).await);
        let path = format!("/v1/invoices/{open}/{action}");
        assert_eq!(stripe.post(&path, "").await["status"], json!(status));
        assert_eq!(stripe.event_types().await.last().unwrap(), event);
        let (code, _) = stripe.refused(Method::POST, &path.replace("mark_uncollectible", "finalize"), "").await;
        assert_eq!(code, 400);
    }
}

#[tokio::test]
async fn an_invoice_that_is_sent_waits_to_be_paid() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("collection_method=send_invoice&days_until_due=5").await;
    let invoice = latest_invoice(&stripe, &subscription).await;
    assert_eq!(invoice["status"], "open");
    assert!(invoice["due_date"].is_i64());
    assert_eq!(stripe.event_types().await.last().unwrap(), "invoice.sent");
    stripe.control("clock", json!({"advance": 6 * DAY})).await;
    let path = format!("/v1/subscriptions/{subscription}");
    assert_eq!(stripe.get(&path).await["status"], "past_due");
    stripe.post(&format!("/v1/invoices/{}/pay", id(&invoice)), "").await;
    assert_eq!(stripe.get(&path).await["status"], "active");
}

#[tokio::test]
async fn a_canceled_plan_gives_back_what_is_left_if_told_to() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("").await;
    stripe.delete(&format!("/v1/subscriptions/{subscription}?prorate=true&invoice_now=true")).await;
    let last = latest_invoice(&stripe, &subscription).await;
    assert!((-1000..=-999).contains(&last["total"].as_i64().unwrap()));
    let error =
        stripe.refused(Method::POST, "/v1/invoices/create_preview", &format!("subscription={subscription}")).await;
    assert_eq!(error.1["code"], "invoice_upcoming_none");
}

#[tokio::test]
async fn an_invoice_opens_as_a_page_and_as_a_pdf() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("").await;
    let invoice = latest_invoice(&stripe, &subscription).await;
    let page = stripe.page(invoice["hosted_invoice_url"].as_str().unwrap()).await;
    assert_eq!(page.status, 200);
    for text in [invoice["number"].as_str().unwrap(), "$10.00", "Paid", "simulation", "Ada"] {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
    let pdf = stripe.http.get(invoice["invoice_pdf"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(pdf.headers()["content-type"], "application/pdf");
    let bytes = pdf.bytes().await.unwrap();
    assert!(bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
    assert_eq!(stripe.page(&stripe.url("i/test_nothing")).await.status, 404);
}

#[tokio::test]
async fn an_open_invoice_is_paid_on_its_page() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("payment_behavior=default_incomplete").await;
    let path = format!("/v1/subscriptions/{subscription}");
    assert_eq!(stripe.get(&path).await["status"], "incomplete");
    let url = latest_invoice(&stripe, &subscription).await["hosted_invoice_url"].as_str().unwrap().to_owned();
    let refused = stripe.submit(&format!("{url}/pay"), "number=4000000000009995&expiry=12/40&cvc=123").await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("insufficient funds"));
    let asked = stripe.submit(&format!("{url}/pay"), "number=4000002500003155&expiry=12/40&cvc=123").await;
    let bank = stripe.absolute(asked.location.as_deref().unwrap());
    assert!(stripe.page(&bank).await.text.contains("Complete authentication"));
    assert!(stripe.submit(&bank, "answer=fail").await.text.contains("unable to authenticate"));
    let paid = stripe.submit(&bank, "answer=complete").await;
    assert!(stripe.follow(paid).await.text.contains("Paid"));
    let healed = stripe.get(&format!("{path}?expand[]=default_payment_method")).await;
    assert_eq!(healed["status"], "active");
    assert_eq!(healed["default_payment_method"]["card"]["last4"], "3155");
    stripe.control("clock", json!({"advance": 32 * DAY})).await;
    assert_eq!(latest_invoice(&stripe, &subscription).await["status"], "paid");
}
