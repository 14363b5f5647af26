//! Payment methods and subscription items as lists, and detaching.

use crate::common::{Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_customers_cards_are_listed_and_detached() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    stripe.customer().await;
    let second = stripe.post("/v1/payment_methods/pm_card_amex/attach", &format!("customer={customer}")).await;
    let second = id(&second);
    stripe.post(&format!("/v1/subscriptions/{subscription}"), &format!("default_payment_method={second}")).await;
    for path in [
        format!("/v1/payment_methods?customer={customer}&type=card"),
        format!("/v1/customers/{customer}/payment_methods?limit=10"),
    ] {
        let list = stripe.get(&path).await;
        assert_eq!(list["data"].as_array().unwrap().len(), 2, "{path}");
        assert_eq!(list["data"][0]["id"], json!(second));
    }
    let detached = stripe.post(&format!("/v1/payment_methods/{second}/detach"), "").await;
    assert_eq!(detached["customer"], Value::Null);
    let events = stripe.get("/v1/events?type=payment_method.detached").await;
    assert_eq!(events["data"][0]["data"]["previous_attributes"], json!({"customer": customer}));
    let left = stripe.get(&format!("/v1/payment_methods?customer={customer}")).await;
    assert_eq!(left["data"].as_array().unwrap().len(), 1);
    let subscription = stripe.get(&format!("/v1/subscriptions/{subscription}")).await;
    assert_eq!(subscription["default_payment_method"], Value::Null);
    for (path, said) in [
        (format!("/v1/payment_methods/{second}/detach"), "detachment is impossible"),
        (format!("/v1/payment_methods/{second}/attach"), "was detached from a Customer"),
    ] {
        let body = if path.ends_with("attach") { format!("customer={customer}") } else { String::new() };
        let (_, error) = stripe.refused(Method::POST, &path, &body).await;
        assert!(error["message"].as_str().unwrap().contains(said), "{error}");
    }
}

#[tokio::test]
async fn a_subscriptions_items_are_listed_by_pages() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("").await;
    for name in ["one", "two"] {
        let price = stripe.price(name, 5).await;
        stripe.post(&format!("/v1/subscriptions/{subscription}"), &format!("items[0][price]={price}")).await;
    }
    let all = stripe.get(&format!("/v1/subscription_items?subscription={subscription}")).await;
    let items = stripe.get(&format!("/v1/subscriptions/{subscription}")).await["items"]["data"].clone();
    assert_eq!((&all["data"], &all["has_more"]), (&items, &json!(false)));
    let first = stripe.get(&format!("/v1/subscription_items?subscription={subscription}&limit=2")).await;
    assert_eq!(first["has_more"], true);
    let after = id(&first["data"][1]);
    let rest =
        stripe.get(&format!("/v1/subscription_items?subscription={subscription}&limit=2&starting_after={after}")).await;
    assert_eq!((&rest["data"][0], &rest["has_more"]), (&items[2], &json!(false)));
}

#[tokio::test]
async fn a_card_is_given_another_expiry() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let card = stripe.get(&format!("/v1/customers/{customer}/payment_methods")).await["data"][0].clone();
    let path = format!("/v1/payment_methods/{}", id(&card));
    let changed = stripe.post(&path, "card[exp_month]=2&card[exp_year]=2031&metadata[a]=b").await;
    assert_eq!((&changed["card"]["exp_month"], &changed["card"]["exp_year"]), (&json!(2), &json!(2031)));
    assert_eq!((&changed["card"]["last4"], &changed["metadata"]["a"]), (&json!("4242"), &json!("b")));
    let event = &stripe.get("/v1/events?type=payment_method.updated").await["data"][0];
    assert_eq!(event["data"]["previous_attributes"]["card"]["exp_month"], card["card"]["exp_month"]);
    for (body, code) in [("card[exp_month]=13", "invalid_expiry_month"), ("card[exp_year]=31", "invalid_expiry_year")] {
        assert_eq!(stripe.refused(Method::POST, &path, body).await.1["code"], code);
    }
    stripe.post(&format!("{path}/detach"), "").await;
    stripe.refused(Method::POST, &path, "card[exp_month]=3").await;
}
