//! Subscriptions: how they begin, change and end, in both billing modes.

use crate::common::{Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

#[tokio::test]
async fn a_subscription_begins_active_in_the_flexible_mode() {
    let stripe = Stripe::start().await;
    let (customer, id) = stripe.subscribed("metadata[user]=7").await;
    let subscription = stripe.get(&format!("/v1/subscriptions/{id}")).await;
    assert_eq!(subscription["status"], "active");
    assert_eq!(subscription["customer"], json!(customer));
    assert_eq!(subscription["billing_mode"]["type"], "flexible");
    assert_eq!(subscription["metadata"]["user"], "7");
    assert!(subscription.get("current_period_end").is_none());
    let item = &subscription["items"]["data"][0];
    let length = item["current_period_end"].as_i64().unwrap() - item["current_period_start"].as_i64().unwrap();
    assert!((28 * DAY..=31 * DAY).contains(&length), "{length}");
    assert_eq!(item["price"]["unit_amount"], 1000);
    assert_eq!(item["plan"]["amount"], 1000);
}

#[tokio::test]
async fn without_a_card_only_a_trial_or_a_free_plan_begins() {
    let stripe = Stripe::start().await;
    let customer = id(&stripe.post("/v1/customers", "").await);
    let price = stripe.price("pro", 1000).await;
    let free = stripe.price("free", 0).await;
    let body = format!("customer={customer}&items[0][price]={price}");
    let (status, error) = stripe.refused(Method::POST, "/v1/subscriptions", &body).await;
    assert_eq!((status, &error["code"]), (400, &json!("resource_missing")));
    let trial = stripe.post("/v1/subscriptions", &format!("{body}&trial_period_days=14")).await;
    assert_eq!(trial["status"], "trialing");
    let length = trial["trial_end"].as_i64().unwrap() - trial["trial_start"].as_i64().unwrap();
    assert_eq!(length, 14 * DAY);
    assert_eq!(trial["items"]["data"][0]["current_period_end"], trial["trial_end"]);
    let free = stripe.post("/v1/subscriptions", &format!("customer={customer}&items[0][price]={free}")).await;
    assert_eq!(free["status"], "active");
}

#[tokio::test]
async fn a_card_that_declines_leaves_it_incomplete_and_it_expires() {
    let stripe = Stripe::start().await;
    let body = "payment_method=pm_card_chargeCustomerFail\
        &invoice_settings[default_payment_method]=pm_card_chargeCustomerFail";
    let customer = id(&stripe.post("/v1/customers", body).await);
    let price = stripe.price("pro", 1000).await;
    let body = format!("customer={customer}&items[0][price]={price}");
    let strict = format!("{body}&payment_behavior=error_if_incomplete");
    let (status, error) = stripe.refused(Method::POST, "/v1/subscriptions", &strict).await;
    assert_eq!((status, &error["code"]), (402, &json!("card_declined")));
    let subscription = stripe.post("/v1/subscriptions", &body).await;
    assert_eq!(subscription["status"], "incomplete");
    stripe.control("clock", json!({"advance": 23 * 3600 + 1})).await;
    let path = format!("/v1/subscriptions/{}", id(&subscription));
    assert_eq!(stripe.get(&path).await["status"], "incomplete_expired");
}

#[tokio::test]
async fn an_end_with_the_period_is_a_boolean_and_a_time_in_both_modes() {
    let stripe = Stripe::start().await;
    for mode in ["classic", "flexible"] {
        let (_, id) = stripe.subscribed(&format!("billing_mode[type]={mode}")).await;
        let path = format!("/v1/subscriptions/{id}");
        let canceled = stripe.post(&path, "cancel_at_period_end=true").await;
        assert_eq!(canceled["cancel_at_period_end"], true);
        assert_eq!(canceled["cancel_at"], canceled["items"]["data"][0]["current_period_end"], "{mode}");
        assert!(canceled["canceled_at"].is_i64());
        assert_eq!(canceled["cancellation_details"]["reason"], "cancellation_requested");
        let undone = stripe.post(&path, "cancel_at_period_end=false").await;
        assert_eq!(undone["cancel_at_period_end"], false);
        for field in ["cancel_at", "canceled_at"] {
            assert_eq!(undone[field], Value::Null, "{mode} {field}");
        }
    }
}

#[tokio::test]
async fn a_time_that_was_set_is_cleared_by_clearing_the_time() {
    let stripe = Stripe::start().await;
    let (_, id) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{id}");
    let canceled = stripe.post(&path, "cancel_at=min_period_end").await;
    let item = &canceled["items"]["data"][0];
    assert_eq!(canceled["cancel_at"], item["current_period_end"]);
    assert_eq!(canceled["cancel_at_period_end"], false);
    let still = stripe.post(&path, "cancel_at_period_end=false").await;
    assert_eq!(still["cancel_at"], canceled["cancel_at"]);
    let undone = stripe.post(&path, "cancel_at=").await;
    assert_eq!(undone["cancel_at"], Value::Null);
    let (_, error) = stripe.refused(Method::POST, &path, "cancel_at=1000").await;
    assert_eq!(error["param"], "cancel_at");
}

#[tokio::test]
async fn time_renews_and_ends_subscriptions() {
    let stripe = Stripe::start().await;
    let (_, renewing) = stripe.subscribed("").await;
    let (_, ending) = stripe.subscribed("cancel_at_period_end=true").await;
    let before = stripe.get(&format!("/v1/subscriptions/{ending}")).await;
    let end = before["items"]["data"][0]["current_period_end"].as_i64().unwrap();
    let now = stripe.control("clock", json!({"now": end + 60})).await;
    assert_eq!(now["now"], json!(end + 60));
    let ended = stripe.get(&format!("/v1/subscriptions/{ending}")).await;
    assert_eq!(ended["status"], "canceled");
    assert_eq!(ended["ended_at"], json!(end));
    assert!(ended["canceled_at"].as_i64().unwrap() < end);
    let renewed = stripe.get(&format!("/v1/subscriptions/{renewing}")).await;
    assert_eq!(renewed["status"], "active");
    let item = &renewed["items"]["data"][0];
    assert!(item["current_period_start"].as_i64().unwrap() <= end);
    assert!(item["current_period_end"].as_i64().unwrap() > end + 60);
    let deleted = stripe.get("/v1/events?type=customer.subscription.deleted").await;
    assert_eq!(deleted["data"][0]["data"]["object"]["id"], json!(ending));
    assert_eq!(deleted["data"][0]["created"], json!(end));

    let back = stripe.http.post(stripe.url("_sim/clock")).json(&json!({"now": end}));
    assert_eq!(back.send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn a_trial_ends_in_a_paid_period_or_in_a_debt() {
    let stripe = Stripe::start().await;
    let (_, paying) = stripe.subscribed("trial_period_days=3").await;
    let poor = id(&stripe.post("/v1/customers", "").await);
    let price = stripe.price("pro", 500).await;
    let body = format!("customer={poor}&items[0][price]={price}&trial_period_days=3");
    let owing = id(&stripe.post("/v1/subscriptions", &body).await);
    stripe.control("clock", json!({"advance": 3 * DAY + 1})).await;
    let paid = stripe.get(&format!("/v1/subscriptions/{paying}")).await;
    assert_eq!(paid["status"], "active");
    assert_eq!(paid["items"]["data"][0]["current_period_start"], paid["trial_end"]);
    let owed = stripe.get(&format!("/v1/subscriptions/{owing}")).await;
    assert_eq!(owed["status"], "past_due");
}

#[tokio::test]
async fn lists_leave_canceled_ones_out_unless_asked() {
    let stripe = Stripe::start().await;
    let (customer, gone) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{gone}");
    let canceled = stripe.delete(&path).await;
    assert_eq!(canceled["status"], "canceled");
    assert!(canceled["ended_at"].is_i64());
    let count = |query: String| {
        let stripe = &stripe;
        async move {
            let list = stripe.get(&format!("/v1/subscriptions?{query}")).await;
            list["data"].as_array().unwrap().len()
        }
    };
    assert_eq!(count(format!("customer={customer}")).await, 0);
    assert_eq!(count(format!("customer={customer}&status=all")).await, 1);
    assert_eq!(count("status=canceled".to_owned()).await, 1);
    assert_eq!(count("status=ended".to_owned()).await, 1);
    assert_eq!(count("status=active".to_owned()).await, 0);
    stripe.refused(Method::GET, "/v1/subscriptions?status=dead", "").await;

    let (status, error) = stripe.refused(Method::DELETE, &path, "").await;
    assert_eq!((status, &error["code"]), (404, &json!("resource_missing")));
    let (_, error) = stripe.refused(Method::POST, &path, "cancel_at_period_end=true").await;
    assert_eq!(error["message"], "A canceled subscription can only update its cancellation_details and metadata.");
    stripe.post(&path, "metadata[a]=1").await;
}

#[tokio::test]
async fn items_change_price_and_quantity() {
    let stripe = Stripe::start().await;
    let (_, id) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{id}");
    let before = stripe.get(&path).await;
    let item = before["items"]["data"][0]["id"].as_str().unwrap().to_owned();
    let dearer = stripe.price("team", 5000).await;
    let body = format!("items[0][id]={item}&items[0][price]={dearer}&items[0][quantity]=3");
    let after = stripe.post(&path, &body).await;
    let changed = &after["items"]["data"][0];
    assert_eq!(changed["id"], json!(item));
    assert_eq!((&changed["price"]["id"], &changed["quantity"]), (&json!(dearer), &json!(3)));
    assert_eq!(changed["current_period_end"], before["items"]["data"][0]["current_period_end"]);
    let (_, error) = stripe.refused(Method::POST, &path, &format!("items[0][id]={item}&items[0][deleted]=true")).await;
    assert!(error["message"].as_str().unwrap().contains("at least one active plan"));
    let one_time = id_of(&stripe, "currency=usd&unit_amount=5&product_data[name]=once").await;
    let (_, error) = stripe.refused(Method::POST, &path, &format!("items[0][price]={one_time}")).await;
    assert_eq!(error["param"], "items[0][price]");
}

async fn id_of(stripe: &Stripe, price: &str) -> String {
    id(&stripe.post("/v1/prices", price).await)
}

#[tokio::test]
async fn a_deleted_customer_is_a_stub_and_takes_its_subscriptions_along() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/customers/{customer}");
    let stub = json!({"id": customer, "object": "customer", "deleted": true});
    assert_eq!(stripe.delete(&path).await, stub);
    assert_eq!(stripe.get(&path).await, stub);
    assert_eq!(stripe.get("/v1/customers").await["data"], json!([]));
    let subscription = stripe.get(&format!("/v1/subscriptions/{subscription}?expand[]=customer")).await;
    assert_eq!(subscription["status"], "canceled");
    assert_eq!(subscription["customer"], stub);
    let types = stripe.event_types().await;
    assert_eq!(types[types.len() - 2..], ["customer.subscription.deleted", "customer.deleted"]);
    let (status, _) = stripe.refused(Method::POST, &path, "name=x").await;
    assert_eq!(status, 404);
    let (status, _) = stripe.refused(Method::DELETE, &path, "").await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn products_and_prices_are_found_by_what_they_were_given() {
    let stripe = Stripe::start().await;
    let product = stripe
        .post(
            "/v1/products",
            "id=gold&name=Gold&marketing_features[0][name]=Fast&metadata[tier]=2\
             &default_price_data[currency]=usd&default_price_data[unit_amount]=900\
             &default_price_data[recurring][interval]=year",
        )
        .await;
    assert_eq!(product["id"], "gold");
    assert_eq!(product["marketing_features"], json!([{"name": "Fast"}]));
    let price = product["default_price"].as_str().unwrap().to_owned();
    stripe.post(&format!("/v1/prices/{price}"), "lookup_key=gold_yearly").await;
    let found = stripe.get("/v1/prices?lookup_keys[]=gold_yearly&expand[]=data.product").await;
    assert_eq!(found["data"][0]["id"], json!(price));
    assert_eq!(found["data"][0]["product"]["name"], "Gold");
    let other = "currency=usd&unit_amount=1&product=gold&lookup_key=gold_yearly";
    let (_, error) = stripe.refused(Method::POST, "/v1/prices", other).await;
    assert_eq!(error["message"], json!(format!("A price (`{price}`) already uses that lookup key.")));
    let taken = stripe.post("/v1/prices", &format!("{other}&transfer_lookup_key=true")).await;
    assert_eq!(taken["lookup_key"], "gold_yearly");
    assert_eq!(stripe.get(&format!("/v1/prices/{price}")).await["lookup_key"], Value::Null);
    let (_, error) = stripe.refused(Method::POST, "/v1/products", "id=gold&name=x").await;
    assert_eq!(error["code"], "resource_already_exists");
    stripe.post("/v1/products/gold", "active=false").await;
    assert_eq!(stripe.get("/v1/products?active=true").await["data"], json!([]));
}

#[tokio::test]
async fn test_tokens_become_cards() {
    let stripe = Stripe::start().await;
    let customer = id(&stripe.post("/v1/customers", "").await);
    let attached = stripe.post("/v1/payment_methods/pm_card_mastercard/attach", &format!("customer={customer}")).await;
    assert_eq!(attached["card"]["brand"], "mastercard");
    assert_eq!(attached["customer"], json!(customer));
    let method = id(&attached);
    let path = format!("/v1/customers/{customer}");
    let body = format!("invoice_settings[default_payment_method]={method}");
    assert_eq!(stripe.post(&path, &body).await["invoice_settings"]["default_payment_method"], json!(method));
    let stranger = id(&stripe.post("/v1/customers", "").await);
    let (status, error) = stripe.refused(Method::POST, &format!("/v1/customers/{stranger}"), &body).await;
    assert_eq!((status, &error["code"]), (400, &json!("resource_missing")));
    let (status, error) = stripe
        .refused(Method::POST, "/v1/payment_methods/pm_card_chargeDeclined/attach", &format!("customer={customer}"))
        .await;
    assert_eq!((status, &error["type"]), (402, &json!("card_error")));
    let (status, _) =
        stripe.refused(Method::POST, "/v1/payment_methods/pm_none/attach", &format!("customer={customer}")).await;
    assert_eq!(status, 404);
}
