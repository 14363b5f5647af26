//! Payment methods and subscription items as lists, and detaching.

use crate::common::{Stripe, id};
use crate::invariants;
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

#[tokio::test]
async fn a_debit_takes_days_and_then_succeeds_or_fails() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 1000).await;
    for (token, kind, first, later) in [
        ("pm_sepa_debit", "sepa_debit", "incomplete", "active"),
        ("pm_us_bank_account", "us_bank_account", "incomplete", "active"),
        ("pm_au_becs_debit_fails", "au_becs_debit", "incomplete", "incomplete_expired"),
        ("pm_bacs_debit", "bacs_debit", "incomplete", "active"),
        ("pm_cashapp", "cashapp", "active", "active"),
        ("pm_link", "link", "active", "active"),
        ("pm_paypal", "paypal", "active", "active"),
        ("pm_card_google_pay", "card", "active", "active"),
    ] {
        let body = format!("payment_method={token}&invoice_settings[default_payment_method]={token}");
        let customer = id(&stripe.post("/v1/customers", &body).await);
        let list = stripe.get(&format!("/v1/payment_methods?customer={customer}&type={kind}")).await;
        assert_eq!(list["data"].as_array().unwrap().len(), 1, "{token}");
        assert!(list["data"][0][kind].is_object());
        let body = format!("customer={customer}&items[0][price]={price}");
        let subscription = stripe.post("/v1/subscriptions", &body).await;
        assert_eq!(subscription["status"], first, "{token}");
        let invoice = format!("/v1/invoices/{}", subscription["latest_invoice"].as_str().unwrap());
        let open = stripe.get(&invoice).await;
        if first == "incomplete" {
            assert_eq!(
                (&open["status"], &open["attempted"], &open["next_payment_attempt"]),
                (&json!("open"), &json!(true), &Value::Null)
            );
            for call in ["pay", "void", "mark_uncollectible"] {
                let (_, error) = stripe.refused(Method::POST, &format!("{invoice}/{call}"), "").await;
                assert!(error["message"].as_str().unwrap().contains("processing"), "{error}");
            }
        }
        invariants::check(&stripe).await;
        stripe.control("clock", json!({"advance": 6 * 86_400})).await;
        let path = format!("/v1/subscriptions/{}", id(&subscription));
        assert_eq!(stripe.get(&path).await["status"], later, "{token}");
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_first_debit_is_called_back_with_its_subscription() {
    let stripe = Stripe::start().await;
    let body = "payment_method=pm_us_bank_account&invoice_settings[default_payment_method]=pm_us_bank_account";
    let customer = id(&stripe.post("/v1/customers", body).await);
    let price = stripe.price("pro", 1000).await;
    let subscription = stripe.post("/v1/subscriptions", &format!("customer={customer}&items[0][price]={price}")).await;
    let charges = format!("/v1/charges?customer={customer}");
    assert_eq!(stripe.get(&charges).await["data"][0]["status"], "pending");
    stripe.delete(&format!("/v1/subscriptions/{}", id(&subscription))).await;
    let invoice = format!("/v1/invoices/{}", subscription["latest_invoice"].as_str().unwrap());
    assert_eq!(stripe.get(&invoice).await["status"], "void");
    assert_eq!(stripe.get(&charges).await["data"][0]["status"], "failed");
    stripe.control("clock", json!({"advance": 6 * 86_400})).await;
    assert_eq!(stripe.get(&invoice).await["status"], "void");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn payment_methods_are_made_of_test_numbers() {
    let stripe = Stripe::start().await;
    let customer = id(&stripe.post("/v1/customers", "").await);
    for (body, last4) in [
        ("type=card&card[token]=tok_visa", "4242"),
        ("type=card&card[number]=378282246310005&card[exp_month]=3&card[exp_year]=2044&card[cvc]=123", "0005"),
        ("type=sepa_debit&sepa_debit[iban]=DE89370400440532013000&billing_details[name]=Ada", "3000"),
        (
            "type=us_bank_account&us_bank_account[account_number]=000123456789&us_bank_account[routing_number]=110000000",
            "6789",
        ),
    ] {
        let made = stripe.post("/v1/payment_methods", body).await;
        let kind = made["type"].as_str().unwrap();
        assert_eq!((&made[kind]["last4"], &made["customer"]), (&json!(last4), &Value::Null), "{body}");
        let path = format!("/v1/payment_methods/{}/attach", id(&made));
        assert_eq!(stripe.post(&path, &format!("customer={customer}")).await["customer"], json!(customer));
    }
    let (_, error) = stripe.refused(Method::POST, "/v1/payment_methods", "type=sepa_debit&sepa_debit[iban]=DE1").await;
    assert_eq!(error["param"], "sepa_debit");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn an_older_account_pays_with_its_sources() {
    let stripe = Stripe::start().await;
    let customer = stripe.post("/v1/customers", "source=tok_visa").await;
    let (card, customer) = (customer["default_source"].as_str().unwrap().to_owned(), id(&customer));
    assert!(card.starts_with("card_"), "{card}");
    let price = stripe.price("pro", 1000).await;
    let subscription = stripe.post("/v1/subscriptions", &format!("customer={customer}&items[0][price]={price}")).await;
    assert_eq!(subscription["status"], "active");
    let sources = format!("/v1/customers/{customer}/sources");
    let account = stripe.post(&sources, "source=btok_us_verified").await;
    assert_eq!(account["object"], "bank_account");
    assert_eq!(stripe.get(&sources).await["data"].as_array().unwrap().len(), 2);
    assert_eq!(stripe.get(&format!("{sources}/{card}")).await["brand"], "Visa");
    assert_eq!(stripe.get(&format!("/v1/payment_methods/{card}")).await["card"]["last4"], "4242");
    let path = format!("/v1/subscriptions/{}", id(&subscription));
    let changed = stripe.post(&path, &format!("default_source={}", id(&account))).await;
    assert_eq!(changed["default_source"], account["id"]);
    stripe.delete(&format!("{sources}/{card}")).await;
    assert_eq!(stripe.get(&format!("/v1/customers/{customer}")).await["default_source"], account["id"]);
    let types = stripe.event_types().await;
    assert!(
        types.contains(&"customer.source.created".to_owned()) && types.contains(&"customer.source.deleted".to_owned())
    );
}
