//! Items by themselves, prices made on the way, invoice items beside them, and when periods begin.

use crate::common::{Stripe, id};
use crate::invariants;
use reqwest::Method;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

async fn latest(stripe: &Stripe, subscription: &Value) -> Value {
    stripe.get(&format!("/v1/invoices/{}", subscription["latest_invoice"].as_str().unwrap())).await
}

#[tokio::test]
async fn an_item_is_added_changed_and_removed() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("").await;
    let addon = stripe.price("addon", 300).await;
    let body = format!("subscription={subscription}&price={addon}&proration_behavior=always_invoice");
    let item = stripe.post("/v1/subscription_items", &body).await;
    assert_eq!((&item["price"]["id"], &item["subscription"]), (&json!(addon), &json!(subscription)));
    let path = format!("/v1/subscription_items/{}", id(&item));
    assert_eq!(stripe.post(&path, "quantity=3&metadata[a]=b").await["quantity"], 3);
    assert_eq!(stripe.post(&path, "metadata[c]=d").await["metadata"], json!({"a": "b", "c": "d"}));
    assert_eq!(stripe.get(&path).await["metadata"]["a"], "b");
    assert_eq!(stripe.delete(&path).await, json!({"id": item["id"], "object": "subscription_item", "deleted": true}));
    assert_eq!(stripe.refused(Method::GET, &path, "").await.0, 404);
    let last = stripe.get(&format!("/v1/subscription_items?subscription={subscription}")).await["data"][0].clone();
    let (_, error) = stripe.refused(Method::DELETE, &format!("/v1/subscription_items/{}", id(&last)), "").await;
    assert!(error["message"].as_str().unwrap().contains("at least one"), "{error}");
    for (body, param) in [("price=price_none", "price"), ("quantity=2", "price")] {
        let body = format!("subscription={subscription}&{body}");
        let (_, error) = stripe.refused(Method::POST, "/v1/subscription_items", &body).await;
        assert_eq!(error["param"], param, "{error}");
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_new_item_that_would_wait_for_its_payment_changes_nothing() {
    let stripe = Stripe::start().await;
    stripe.delete("_sim/unkind").await;
    let (customer, subscription) = stripe.subscribed("").await;
    let addon = stripe.price("addon", 300).await;
    let card =
        stripe.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", &format!("customer={customer}")).await;
    let body = format!("invoice_settings[default_payment_method]={}", id(&card));
    stripe.post(&format!("/v1/customers/{customer}"), &body).await;
    let before = stripe.state().await;
    let body = format!(
        "subscription={subscription}&price={addon}&payment_behavior=pending_if_incomplete\
         &proration_behavior=always_invoice"
    );
    let (status, _) = stripe.refused(Method::POST, "/v1/subscription_items", &body).await;
    let after = stripe.state().await;
    assert_eq!(
        (status, &after["subscriptions"], &after["invoices"]),
        (501, &before["subscriptions"], &before["invoices"])
    );
}

#[tokio::test]
async fn what_is_refused_makes_no_prices() {
    let stripe = Stripe::start().await;
    stripe.delete("_sim/unkind").await;
    let (customer, subscription) = stripe.subscribed("").await;
    let product = id(&stripe.post("/v1/products", "name=Made").await);
    let made = |array: &str| {
        let data = format!("{array}[0][price_data]");
        format!("{data}[currency]=usd&{data}[product]={product}&{data}[unit_amount]=700")
    };
    let item = format!("{}&items[0][price_data][recurring][interval]=month", made("items"));
    let path = format!("/v1/subscriptions/{subscription}");
    let mut before = stripe.state().await;
    for (path, body) in [
        ("/v1/subscriptions", format!("customer={customer}&{item}&items[1][price]=price_none")),
        ("/v1/subscriptions", format!("customer={customer}&{item}&add_invoice_items[0][price]=price_none")),
        ("/v1/subscriptions", format!("customer={customer}&{item}&default_payment_method=pm_none")),
        (&*path, format!("{item}&default_tax_rates[0]=txr_none")),
        (&*path, format!("{}&{item}&items[1][price]=price_none", made("add_invoice_items"))),
    ] {
        stripe.refused(Method::POST, path, &body).await;
    }
    let mut after = stripe.state().await;
    (before["now"], after["now"]) = (Value::Null, Value::Null);
    assert_eq!(after, before);
    stripe.post(&path, &item).await;
    let types = stripe.event_types().await;
    assert_eq!(types[before["events"].as_array().unwrap().len()], "price.created");
}

#[tokio::test]
async fn prices_are_made_on_the_way_and_invoice_items_come_once() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let product = id(&stripe.post("/v1/products", "name=Made").await);
    let data = format!("items[0][price_data][currency]=usd&items[0][price_data][product]={product}");
    let body = format!(
        "customer={customer}&{data}&items[0][price_data][unit_amount]=700&items[0][price_data][recurring][interval]=month\
         &add_invoice_items[0][price_data][currency]=usd&add_invoice_items[0][price_data][product]={product}\
         &add_invoice_items[0][price_data][unit_amount]=50&add_invoice_items[0][quantity]=2"
    );
    let subscription = stripe.post("/v1/subscriptions", &body).await;
    let invoice = latest(&stripe, &subscription).await;
    assert_eq!((&invoice["total"], &invoice["lines"]["data"][1]["amount"]), (&json!(800), &json!(100)));
    assert_eq!(invoice["lines"]["data"][1]["parent"]["type"], "invoice_item_details");
    let path = format!("/v1/subscriptions/{}", id(&subscription));
    let once = id(&stripe.post("/v1/prices", "currency=usd&unit_amount=25&product_data[name]=once").await);
    stripe.post(&path, &format!("add_invoice_items[0][price]={once}")).await;
    stripe.control("clock", json!({"advance": 31 * DAY})).await;
    assert_eq!(latest(&stripe, &stripe.get(&path).await).await["total"], 725);
    stripe.control("clock", json!({"advance": 31 * DAY})).await;
    assert_eq!(latest(&stripe, &stripe.get(&path).await).await["total"], 700);
    let recurring = stripe.price("recurring", 5).await;
    let (_, error) = stripe.refused(Method::POST, &path, &format!("add_invoice_items[0][price]={recurring}")).await;
    assert_eq!(error["param"], "add_invoice_items[0][price]");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_first_period_leads_to_the_anchor() {
    let stripe = Stripe::start().await;
    let now = stripe.get("_sim/clock").await["now"].as_i64().unwrap();
    let anchor = now + 10 * DAY;
    for (more, least, most) in [("", 300, 380), ("&proration_behavior=none", 0, 0)] {
        let (_, subscription) = stripe.subscribed(&format!("billing_cycle_anchor={anchor}{more}")).await;
        let subscription = stripe.get(&format!("/v1/subscriptions/{subscription}")).await;
        assert_eq!(subscription["items"]["data"][0]["current_period_end"], anchor);
        let total = latest(&stripe, &subscription).await["total"].as_i64().unwrap();
        assert!((least..=most).contains(&total), "{total}");
    }
    let (_, moved) = stripe.subscribed("").await;
    let (customer, backdated) = stripe.subscribed(&format!("backdate_start_date={}", now - 15 * DAY)).await;
    let backdated = stripe.get(&format!("/v1/subscriptions/{backdated}")).await;
    assert_eq!(backdated["start_date"], now - 15 * DAY);
    assert!((1450..=1550).contains(&latest(&stripe, &backdated).await["total"].as_i64().unwrap()), "{customer}");
    stripe.control("clock", json!({"advance": 15 * DAY})).await;
    let path = format!("/v1/subscriptions/{moved}");
    let reset = stripe.post(&path, "billing_cycle_anchor=now").await;
    assert!(reset["billing_cycle_anchor"].as_i64().unwrap() >= now + 15 * DAY);
    let total = latest(&stripe, &reset).await["total"].as_i64().unwrap();
    assert!((450..=550).contains(&total), "a whole period less half of the one before: {total}");
    let (_, error) = stripe.refused(Method::POST, &path, "billing_cycle_anchor=tomorrow").await;
    assert_eq!(error["param"], "billing_cycle_anchor");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_schedule_begins_a_subscription_of_its_own() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let (pro, addon) = (stripe.price("pro", 1000).await, stripe.price("addon", 200).await);
    stripe.post("/v1/coupons", "id=half&percent_off=50&duration=forever").await;
    let start = stripe.get("_sim/clock").await["now"].as_i64().unwrap() + DAY;
    let body = format!(
        "customer={customer}&start_date={start}&end_behavior=cancel\
         &phases[0][items][0][price]={pro}&phases[0][duration][interval]=month&phases[0][discounts][0][coupon]=half\
         &phases[1][items][0][price]={pro}&phases[1][items][1][price]={addon}&phases[1][discounts]="
    );
    let schedule = stripe.post("/v1/subscription_schedules", &body).await;
    assert_eq!((&schedule["status"], &schedule["subscription"]), (&json!("not_started"), &Value::Null));
    assert_eq!(stripe.get("/v1/subscription_schedules?scheduled=true").await["data"][0]["id"], schedule["id"]);
    stripe.control("clock", json!({"advance": 2 * DAY})).await;
    let path = format!("/v1/subscription_schedules/{}", id(&schedule));
    let running = stripe.get(&path).await;
    assert_eq!(running["status"], "active");
    let subscription = format!("/v1/subscriptions/{}", running["subscription"].as_str().unwrap());
    let first = stripe.get(&subscription).await;
    assert_eq!((&first["schedule"], &first["cancel_at"]), (&schedule["id"], &schedule["phases"][1]["end_date"]));
    assert_eq!(latest(&stripe, &first).await["total"], 500);
    stripe.control("clock", json!({"advance": 31 * DAY})).await;
    let second = stripe.get(&subscription).await;
    assert_eq!(second["items"]["data"].as_array().unwrap().len(), 2);
    assert_eq!(second["discounts"], json!([]));
    stripe.control("clock", json!({"advance": 31 * DAY})).await;
    assert_eq!(stripe.get(&subscription).await["status"], "canceled");
    assert_eq!(stripe.get(&path).await["status"], "completed");
    let body = format!("customer={customer}&start_date=now&phases[0][items][0][price]={pro}");
    assert_eq!(stripe.post("/v1/subscription_schedules", &body).await["status"], "active");
    invariants::check(&stripe).await;
}
