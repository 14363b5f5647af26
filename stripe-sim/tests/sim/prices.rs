//! Prices of every kind: metered, tiered, of no unit amount, in several currencies, with ids of another age.

use crate::common::{Stripe, id};
use crate::invariants;
use reqwest::Method;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

async fn latest(stripe: &Stripe, subscription: &Value) -> Value {
    let path = format!("/v1/invoices?subscription={}&limit=1", id(subscription));
    stripe.get(&path).await["data"][0].clone()
}

async fn price(stripe: &Stripe, body: &str) -> Value {
    stripe.post("/v1/prices", &format!("{body}&recurring[interval]=month&product_data[name]=Calls")).await
}

async fn metered(stripe: &Stripe, formula: &str) -> (String, Value) {
    let body = format!("display_name=Calls&event_name={formula}&default_aggregation[formula]={formula}");
    let meter = id(&stripe.post("/v1/billing/meters", &body).await);
    let body = format!("currency=usd&unit_amount_decimal=0.5&recurring[usage_type]=metered&recurring[meter]={meter}");
    (meter, price(stripe, &body).await)
}

async fn use_some(stripe: &Stripe, name: &str, customer: &str, value: i64) {
    let body = format!("event_name={name}&payload[stripe_customer_id]={customer}&payload[value]={value}");
    stripe.post("/v1/billing/meter_events", &body).await;
}

#[tokio::test]
async fn what_was_used_is_asked_for_when_the_period_is_over() {
    let stripe = Stripe::start().await;
    for (formula, quantity) in [("sum", 300), ("count", 2), ("last", 200)] {
        let (meter, price) = metered(&stripe, formula).await;
        assert_eq!((&price["unit_amount"], &price["unit_amount_decimal"]), (&Value::Null, &json!("0.5")));
        let customer = stripe.customer().await;
        let body = format!("customer={customer}&items[0][price]={}", id(&price));
        let subscription = stripe.post("/v1/subscriptions", &body).await;
        assert_eq!(subscription["items"]["data"][0].get("quantity"), None);
        let first = latest(&stripe, &subscription).await;
        assert_eq!((&first["total"], &first["lines"]["data"][0]["quantity"]), (&json!(0), &json!(0)));
        use_some(&stripe, formula, &customer, 100).await;
        stripe.control("clock", json!({"advance": DAY})).await;
        use_some(&stripe, formula, &customer, 200).await;
        let preview = stripe.post("/v1/invoices/create_preview", &format!("subscription={}", id(&subscription))).await;
        let expected = (quantity + 1) / 2;
        assert_eq!(preview["total"], expected, "{formula}");
        let now = stripe.get("_sim/clock").await["now"].as_i64().unwrap();
        let path = format!(
            "/v1/billing/meters/{meter}/event_summaries?customer={customer}&start_time={}&end_time={}",
            now - 2 * DAY,
            now + 60
        );
        assert_eq!(stripe.get(&path).await["data"][0]["aggregated_value"], quantity);
        stripe.control("clock", json!({"advance": 31 * DAY})).await;
        let invoice = latest(&stripe, &subscription).await;
        assert_eq!((&invoice["total"], &invoice["lines"]["data"][0]["quantity"]), (&json!(expected), &json!(quantity)));
        use_some(&stripe, formula, &customer, 10).await;
        stripe.delete(&format!("/v1/subscriptions/{}?invoice_now=true", id(&subscription))).await;
        let last = latest(&stripe, &subscription).await;
        assert_eq!(last["billing_reason"], "subscription_update", "the last of it is asked for, too");
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn tiers_are_graduated_or_by_volume() {
    let stripe = Stripe::start().await;
    let tiers = "tiers[0][up_to]=5&tiers[0][unit_amount]=1000&tiers[1][up_to]=inf&tiers[1][unit_amount]=700\
                 &tiers[1][flat_amount]=100";
    for (mode, expected) in [("graduated", 6_500), ("volume", 5_000)] {
        let price = price(&stripe, &format!("currency=usd&billing_scheme=tiered&tiers_mode={mode}&{tiers}")).await;
        assert_eq!((&price["unit_amount"], price.get("tiers")), (&Value::Null, None));
        let path = format!("/v1/prices/{}?expand[]=tiers", id(&price));
        assert_eq!(stripe.get(&path).await["tiers"][1]["up_to"], Value::Null);
        let body = format!("customer={}&items[0][price]={}&items[0][quantity]=7", stripe.customer().await, id(&price));
        let subscription = stripe.post("/v1/subscriptions", &body).await;
        assert_eq!(latest(&stripe, &subscription).await["total"], expected, "{mode}");
        assert_eq!(subscription["items"]["data"][0]["plan"]["tiers_mode"], mode);
    }
    for (body, param) in [
        ("currency=usd&billing_scheme=tiered&tiers_mode=volume&tiers[0][up_to]=5&tiers[0][unit_amount]=1", "tiers"),
        ("currency=usd&tiers[0][up_to]=inf&tiers[0][unit_amount]=1", "tiers_mode"),
        ("currency=usd&recurring[usage_type]=metered&unit_amount=1", "recurring[meter]"),
        ("currency=usd&custom_unit_amount[enabled]=true", "custom_unit_amount"),
    ] {
        let body = format!("{body}&recurring[interval]=month&product_data[name]=x");
        assert_eq!(stripe.refused(Method::POST, "/v1/prices", &body).await.1["param"], param, "{body}");
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_price_has_several_currencies_and_a_buyer_may_choose() {
    let stripe = Stripe::start().await;
    let price = price(&stripe, "currency=usd&unit_amount=1000&currency_options[eur][unit_amount]=900").await;
    assert_eq!(price.get("currency_options"), None);
    let path = format!("/v1/prices/{}?expand[]=currency_options", id(&price));
    assert_eq!(stripe.get(&path).await["currency_options"]["eur"]["unit_amount"], 900);
    let body = format!("customer={}&items[0][price]={}&currency=eur", stripe.customer().await, id(&price));
    let subscription = stripe.post("/v1/subscriptions", &body).await;
    let invoice = latest(&stripe, &subscription).await;
    assert_eq!((&invoice["currency"], &invoice["total"]), (&json!("eur"), &json!(900)));
    let body = body.replace("eur", "gbp");
    assert_eq!(stripe.refused(Method::POST, "/v1/subscriptions", &body).await.1["param"], "items[0][price]");
    let custom = "currency=usd&custom_unit_amount[enabled]=true&custom_unit_amount[preset]=500&product_data[name]=gift";
    let custom = stripe.post("/v1/prices", custom).await;
    assert_eq!((&custom["unit_amount"], &custom["custom_unit_amount"]["preset"]), (&Value::Null, &json!(500)));
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_plan_from_before_2018_has_an_id_of_its_own() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    for odd in ["Gold plan/monthly $5?", "a#b", "10%", "one two"] {
        let body = json!({
            "id": odd, "currency": "usd", "unit_amount": 500, "recurring": {"interval": "month"},
            "product_data": {"name": "Old"},
        });
        assert_eq!(stripe.control("prices", body).await["id"], odd);
        let encoded: String = odd.bytes().map(|byte| format!("%{byte:02X}")).collect();
        assert_eq!(stripe.get(&format!("/v1/prices/{encoded}")).await["id"], odd);
        let subscription =
            stripe.post("/v1/subscriptions", &format!("customer={customer}&items[0][price]={encoded}")).await;
        assert_eq!(subscription["items"]["data"][0]["price"]["id"], odd);
    }
    let again = json!({"id": "one two", "currency": "usd", "unit_amount": 1, "product_data": {"name": "Old"}});
    let answer = stripe.http.post(stripe.url("_sim/prices")).json(&again).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 400);
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_meter_is_turned_off_and_on() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let (meter, _) = metered(&stripe, "sum").await;
    let path = format!("/v1/billing/meters/{meter}");
    assert_eq!(stripe.post(&path, "display_name=Mine").await["display_name"], "Mine");
    assert_eq!(stripe.post(&format!("{path}/deactivate"), "").await["status"], "inactive");
    let body = format!("event_name=sum&payload[stripe_customer_id]={customer}&payload[value]=1");
    stripe.refused(Method::POST, "/v1/billing/meter_events", &body).await;
    assert_eq!(stripe.post(&format!("{path}/reactivate"), "").await["status"], "active");
    let event = stripe.post("/v1/billing/meter_events", &format!("{body}&identifier=one")).await;
    assert_eq!((&event["identifier"], &event["object"]), (&json!("one"), &json!("billing.meter_event")));
    let (_, error) = stripe.refused(Method::POST, "/v1/billing/meter_events", &format!("{body}&identifier=one")).await;
    assert_eq!(error["param"], "identifier");
    assert_eq!(stripe.get("/v1/billing/meters?status=active").await["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_metered_and_is_so_no_more_is_asked_for_with_the_rest_of_the_period() {
    let stripe = Stripe::start().await;
    let (_, price) = metered(&stripe, "sum").await;
    let customer = stripe.customer().await;
    let body = format!("customer={customer}&items[0][price]={}", id(&price));
    let subscription = stripe.post("/v1/subscriptions", &body).await;
    let item = &subscription["items"]["data"][0];
    use_some(&stripe, "sum", &customer, 100).await;
    let length = item["current_period_end"].as_i64().unwrap() - item["current_period_start"].as_i64().unwrap();
    stripe.control("clock", json!({"advance": length / 2})).await;
    let flat = stripe.price("flat", 1000).await;
    let body = format!("items[0][id]={}&items[0][price]={flat}&proration_behavior=always_invoice", id(item));
    stripe.post(&format!("/v1/subscriptions/{}", id(&subscription)), &body).await;
    assert_eq!(latest(&stripe, &subscription).await["total"], 50 + 500);
    invariants::check(&stripe).await;
}
