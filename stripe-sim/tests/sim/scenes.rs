//! Each scene as an application sees it: over the API, with the times it would compare with its own clock.

use crate::common::id;
use crate::invariants;
use crate::stage::{Stage, period_end, statuses, time};
use serde_json::{Value, json};
use time::macros::datetime;

const DAY: i64 = 86_400;

#[tokio::test]
async fn nothing() {
    let mut stage = Stage::set().await;
    stage.alone("active", "active").await;
    assert_eq!(stage.play("nothing").await, [] as [Value; 0]);
    assert_eq!((stage.invoices().await, stage.cards().await), (vec![], vec![]));
    let answer = stage.stripe.control("scenes", json!({"customer": stage.customer, "scene": "nothing"})).await;
    assert_eq!(answer, json!({"subscriptions": []}));
    let customer = stage.customer().await;
    assert_eq!(customer["invoice_settings"]["default_payment_method"], Value::Null);
    assert_eq!((&customer["email"], &customer["currency"]), (&json!("ada@example.com"), &Value::Null));
    stage.told("customer.subscription.deleted").await;
    stage.told("payment_method.detached").await;
}

#[tokio::test]
async fn trialing() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("trialing", "trialing").await;
    let left = time(&subscription["trial_end"]) - stage.now().await;
    assert!((5 * DAY..12 * DAY).contains(&left), "{left}");
    assert_eq!(subscription["trial_settings"]["end_behavior"]["missing_payment_method"], "cancel");
    assert_eq!(stage.cards().await, [] as [Value; 0]);
    let invoices = stage.invoices().await;
    assert_eq!((statuses(&invoices), &invoices[0]["amount_paid"]), (vec!["paid"], &json!(0)));
    assert_eq!(stage.preview(&subscription).await.1["amount_due"], 2000);
}

#[tokio::test]
async fn trialing_with_card() {
    let mut stage = Stage::set().await;
    stage.alone("trialing_with_card", "trialing").await;
    assert_eq!(stage.subscriptions().await[0]["default_payment_method"]["card"]["last4"], "4242");
    assert_eq!(stage.customer().await["invoice_settings"]["default_payment_method"], Value::Null);
}

#[tokio::test]
async fn active() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("active", "active").await;
    let now = stage.now().await;
    let began = time(&subscription["start_date"]);
    assert!(began < now - 28 * DAY && now < period_end(&subscription), "{subscription}");
    let invoices = stage.invoices().await;
    assert_eq!(statuses(&invoices), ["paid", "paid"]);
    assert_eq!(invoices[0]["billing_reason"], "subscription_cycle");
    assert_eq!(time(&invoices[1]["status_transitions"]["paid_at"]), began);
    assert!(invoices[0]["hosted_invoice_url"].is_string() && invoices[0]["invoice_pdf"].is_string());
    assert_eq!(stage.customer().await["invoice_settings"]["default_payment_method"]["card"]["last4"], "4242");
    let (status, preview) = stage.preview(&subscription).await;
    assert_eq!(preview["next_payment_attempt"], period_end(&subscription));
    assert_eq!(
        (status, &preview["created"], &preview["amount_due"]),
        (200, &json!(period_end(&subscription)), &json!(2000))
    );
    // It goes on from here.
    stage.stripe.control("clock", json!({"now": period_end(&subscription) + 1})).await;
    assert_eq!(stage.invoices().await.len(), 3);
}

#[tokio::test]
async fn canceling() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("canceling", "active").await;
    let now = stage.now().await;
    assert_eq!(time(&subscription["cancel_at"]), period_end(&subscription));
    assert!(time(&subscription["canceled_at"]) < now && now < period_end(&subscription));
    let (status, refused) = stage.preview(&subscription).await;
    assert_eq!((status, &refused["error"]["code"]), (400, &json!("invoice_upcoming_none")));
}

#[tokio::test]
async fn past_due() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("past_due", "past_due").await;
    let now = stage.now().await;
    let invoices = stage.invoices().await;
    assert_eq!(statuses(&invoices), ["open", "paid"]);
    assert_eq!((&invoices[0]["id"], &invoices[0]["attempt_count"]), (&subscription["latest_invoice"], &json!(2)));
    assert!(now < time(&invoices[0]["next_payment_attempt"]) && time(&invoices[0]["created"]) < now - DAY);
    assert_eq!(stage.cards().await.len(), 1);
    assert_eq!(stage.customer().await["delinquent"], true);
    stage.told("invoice.payment_failed").await;
    // A new card on the page of the invoice mends it.
    let page = format!("{}/pay", invoices[0]["hosted_invoice_url"].as_str().unwrap());
    stage.stripe.submit(&page, "number=4242424242424242&expiry=12/60&cvc=123").await;
    assert_eq!(statuses(&stage.subscriptions().await), ["active"]);
}

#[tokio::test]
async fn unpaid() {
    let mut stage = Stage::set().await;
    stage.alone("unpaid", "unpaid").await;
    let invoices = stage.invoices().await;
    assert_eq!(statuses(&invoices), ["open", "paid"]);
    assert_eq!((&invoices[0]["attempt_count"], &invoices[0]["next_payment_attempt"]), (&json!(4), &Value::Null));
    // What the account has chosen for others is as it was.
    assert_eq!(stage.stripe.get("_sim/dunning").await["after_retries"], "cancel");
}

#[tokio::test]
async fn incomplete() {
    let mut stage = Stage::set().await;
    stage.alone("incomplete", "incomplete").await;
    let invoices = stage.invoices().await;
    assert_eq!((statuses(&invoices), &invoices[0]["next_payment_attempt"]), (vec!["open"], &Value::Null));
    let page = stage.stripe.page(invoices[0]["hosted_invoice_url"].as_str().unwrap()).await;
    assert_eq!(page.status, 200);
    stage.told("invoice.payment_action_required").await;
}

#[tokio::test]
async fn incomplete_expired() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("incomplete_expired", "incomplete_expired").await;
    assert_eq!(time(&subscription["ended_at"]), time(&subscription["created"]) + 23 * 3_600);
    assert_eq!(statuses(&stage.invoices().await), ["void"]);
}

#[tokio::test]
async fn paused() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("paused", "paused").await;
    assert!(time(&subscription["trial_end"]) < stage.now().await);
    assert_eq!(stage.cards().await, [] as [Value; 0]);
    stage.told("customer.subscription.paused").await;
    assert_eq!(stage.preview(&subscription).await.1["error"]["code"], "invoice_upcoming_none");
}

#[tokio::test]
async fn a_paused_plan_whose_period_is_over_ends_at_once_if_it_is_to_end_with_it() {
    for change in ["cancel_at_period_end=true", "cancel_at=min_period_end", "portal"] {
        let mut stage = Stage::set().await;
        let subscription = stage.alone("paused", "paused").await;
        let path = format!("/v1/subscriptions/{}", id(&subscription));
        if change == "portal" {
            let session = format!("customer={}", stage.customer);
            let session = stage.stripe.post("/v1/billing_portal/sessions", &session).await;
            let cancel = format!("{}/subscriptions/{}/cancel", session["url"].as_str().unwrap(), id(&subscription));
            let answer = reqwest::Client::new().post(cancel).form(&[("feedback", "unused")]).send().await.unwrap();
            assert!(answer.status().is_success(), "{answer:?}");
        } else {
            stage.stripe.post(&path, change).await;
        }
        let ended = stage.stripe.get(&path).await;
        assert_eq!(ended["status"], "canceled", "{change}");
        assert!(time(&ended["canceled_at"]) <= time(&ended["ended_at"]), "{ended}");
        stage.told("customer.subscription.deleted").await;
        invariants::check(&stage.stripe).await;
    }
}

#[tokio::test]
async fn collection_paused() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("collection_paused", "active").await;
    let resumes = time(&subscription["pause_collection"]["resumes_at"]);
    assert!(stage.now().await < resumes);
    assert_eq!(subscription["pause_collection"]["behavior"], "mark_uncollectible");
    assert_eq!(stage.preview(&subscription).await.1["next_payment_attempt"], Value::Null);
}

#[tokio::test]
async fn change_scheduled() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("change_scheduled", "active").await;
    let path = format!("/v1/subscriptions?customer={}&status=all&expand[]=data.schedule", stage.customer);
    let schedule = stage.list(&path).await[0]["schedule"].clone();
    assert_eq!(schedule["status"], "active");
    let next = &schedule["phases"][1];
    assert_eq!(
        (&next["items"][0]["price"], &next["start_date"]),
        (&json!(stage.other), &json!(period_end(&subscription)))
    );
    assert_eq!(subscription["items"]["data"][0]["price"]["id"], stage.price.as_str());
    assert_eq!(stage.preview(&subscription).await.1["amount_due"], 900);
    stage.told("subscription_schedule.created").await;
    stage.told("subscription_schedule.updated").await;
    stage.stripe.control("clock", json!({"now": period_end(&subscription) + 1})).await;
    assert_eq!(stage.subscriptions().await[0]["items"]["data"][0]["price"]["id"], stage.other.as_str());
}

#[tokio::test]
async fn canceled_early() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("canceled_early", "canceled").await;
    let now = stage.now().await;
    assert!(time(&subscription["ended_at"]) < now && now < period_end(&subscription), "{subscription}");
    assert_eq!(subscription["cancel_at"], Value::Null);
    assert_eq!(statuses(&stage.invoices().await), ["paid", "paid"]);
    stage.told("customer.subscription.deleted").await;
}

#[tokio::test]
async fn ended() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("ended", "canceled").await;
    assert_eq!(time(&subscription["ended_at"]), period_end(&subscription));
    assert!(period_end(&subscription) < stage.now().await - DAY);
    assert!(time(&subscription["canceled_at"]) < period_end(&subscription));
}

#[tokio::test]
async fn several() {
    let stage = Stage::set().await;
    let subscriptions = stage.play("several").await;
    assert_eq!(statuses(&subscriptions), ["active", "active"]);
    let prices: Vec<_> = subscriptions.iter().map(|it| &it["items"]["data"][0]["price"]["id"]).collect();
    assert_eq!(prices, [&json!(stage.other), &json!(stage.price)]);
}

#[tokio::test]
async fn card_expiring() {
    let mut stage = Stage::set().await;
    stage.alone("card_expiring", "active").await;
    let card = &stage.customer().await["invoice_settings"]["default_payment_method"]["card"];
    let now = time::OffsetDateTime::from_unix_timestamp(stage.now().await).unwrap();
    assert_eq!((&card["exp_month"], &card["exp_year"]), (&json!(u8::from(now.month())), &json!(now.year())));
}

#[tokio::test]
async fn deleted() {
    let mut stage = Stage::set().await;
    stage.alone("deleted", "canceled").await;
    let customer = stage.customer.clone();
    assert_eq!(stage.stripe.get(&format!("/v1/customers/{customer}")).await["deleted"], true);
    stage.told("customer.deleted").await;
    let body = json!({"customer": customer, "price": stage.price, "scene": "active"});
    let request = stage.stripe.http.post(stage.stripe.url("_sim/scenes")).json(&body);
    assert_eq!(request.send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn what_cannot_be_played_is_refused_before_anything_is_changed() {
    let mut stage = Stage::set().await;
    let subscription = stage.alone("active", "active").await;
    let free = stage.stripe.price("free", 0).await;
    let once = id(&stage.stripe.post("/v1/prices", "currency=usd&unit_amount=1&product_data[name]=once").await);
    let (customer, price) = (&stage.customer, &stage.price);
    for (body, said) in [
        (json!({"customer": customer, "price": price, "scene": "happy"}), "card_expiring"),
        (json!({"customer": customer, "scene": "active"}), price.as_str()),
        (json!({"customer": customer, "price": "price_none", "scene": "active"}), "No such price: 'price_none'"),
        (json!({"customer": customer, "price": once, "scene": "active"}), "type=recurring"),
        (json!({"customer": customer, "price": free, "scene": "past_due"}), "not free"),
        (json!({"customer": customer, "price": price, "other_price": price, "scene": "several"}), "same plan"),
        (json!({"customer": "cus_none", "price": price, "scene": "active"}), "No such customer: 'cus_none'"),
    ] {
        let request = stage.stripe.http.post(stage.stripe.url("_sim/scenes")).json(&body);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 400, "{body}");
        let answer: Value = answer.json().await.unwrap();
        assert!(answer["error"].as_str().unwrap().contains(said), "{body}: {answer}");
    }
    assert_eq!(stage.list(&format!("/v1/subscriptions?customer={customer}")).await, [subscription]);
}

/// A scene is what it is called for every rhythm of payment, and wherever the months are of unlike length.
#[tokio::test]
async fn scenes_follow_each_other_at_any_interval_and_date() {
    let mut stage = Stage::set().await;
    let mut prices = Vec::new();
    for interval in ["day", "week", "month", "year"] {
        let body = format!("currency=usd&unit_amount=500&recurring[interval]={interval}&product_data[name]=other");
        prices.push(id(&stage.stripe.post("/v1/prices", &body).await));
    }
    for now in [
        datetime!(2040-01-31 12:00 UTC),
        datetime!(2040-02-29 23:59 UTC),
        datetime!(2040-03-07 00:00 UTC),
        datetime!(2040-03-31 12:00 UTC),
        datetime!(2041-02-28 12:00 UTC),
    ] {
        stage.stripe.control("clock", json!({"now": now.unix_timestamp()})).await;
        for price in &prices {
            stage.price.clone_from(price);
            plays_everything(&stage).await;
        }
    }
}

async fn plays_everything(stage: &Stage) {
    for (scene, expected) in [
        ("trialing", &["trialing"] as &[_]),
        ("past_due", &["past_due"]),
        ("canceling", &["active"]),
        ("unpaid", &["unpaid"]),
        ("paused", &["paused"]),
        ("ended", &["canceled"]),
        ("several", &["active", "active"]),
        ("canceled_early", &["canceled"]),
        ("incomplete", &["incomplete"]),
        ("incomplete_expired", &["incomplete_expired"]),
        ("collection_paused", &["active"]),
        ("change_scheduled", &["active"]),
        ("nothing", &[]),
    ] {
        let subscriptions = stage.play(scene).await;
        let now = stage.now().await;
        assert_eq!(statuses(&subscriptions), expected, "{scene} {now} {subscriptions:?}");
        match scene {
            "canceling" | "canceled_early" => assert!(now < period_end(&subscriptions[0]), "{scene} {now}"),
            "change_scheduled" => assert!(subscriptions[0]["schedule"].is_string(), "{scene} {now}"),
            "past_due" => {
                let attempt = stage.invoices().await[0]["next_payment_attempt"].as_i64();
                assert!(attempt.is_some_and(|at| now < at), "{scene} {now}");
            }
            _ => {}
        }
    }
}
