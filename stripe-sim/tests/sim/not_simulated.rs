//! What Stripe has and the simulator has not says so, in an answer that nobody takes for one of Stripe's.

use crate::common::{Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

async fn not_simulated(stripe: &Stripe, method: Method, path: &str, body: &str) -> Value {
    let answer = stripe.request(method, path, body).send().await.unwrap();
    assert_eq!(answer.status(), 501, "{path} {body}");
    assert_eq!(answer.headers()["stripe-should-retry"], "false", "no library is to try it again");
    let error = answer.json::<Value>().await.unwrap()["error"].clone();
    assert_eq!((&error["type"], &error["code"]), (&json!("invalid_request_error"), &json!("not_simulated")));
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("stripe-sim does not simulate ") && message.contains("It simulates "), "{message}");
    error
}

#[tokio::test]
async fn an_endpoint_of_stripes_is_told_from_what_is_none() {
    let stripe = Stripe::start().await;
    for (method, path) in [
        (Method::POST, "/v1/terminal/readers"),
        (Method::GET, "/v1/issuing/cards/ic_1"),
        (Method::GET, "/v1/balance"),
        (Method::POST, "/v1/transfers"),
    ] {
        let error = not_simulated(&stripe, method.clone(), path, "").await;
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(&format!("{method} {path}")) && message.contains("/v1/customers"), "{message}");
    }
    for path in ["/v1/nothing", "/v1/balance/nothing"] {
        let (status, error) = stripe.refused(Method::GET, path, "").await;
        assert_eq!((status, &error["code"]), (404, &Value::Null), "{path}");
    }
}

#[tokio::test]
async fn the_second_version_of_the_api_answers_in_json_too() {
    let stripe = Stripe::start().await;
    let request = stripe.request(Method::POST, "/v2/core/accounts", "").json(&json!({"display_name": "x"}));
    assert_eq!(request.send().await.unwrap().status(), 501);
    not_simulated(&stripe, Method::GET, "/v2/core/events", "").await;
    let (status, error) = stripe.refused(Method::GET, "/v2/nothing", "").await;
    assert_eq!(status, 404);
    assert!(error["message"].as_str().unwrap().starts_with("Unrecognized request URL"));
    let stranger = stripe.http.get(stripe.url("/v2/core/events")).send().await.unwrap();
    assert_eq!(stranger.status(), 401);
}

#[tokio::test]
async fn a_parameter_of_stripes_is_told_from_what_is_none() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let price = id(&stripe.state().await["prices"][0]);
    let before = stripe.state().await["subscriptions"].clone();
    let path = "/v1/subscriptions";
    let body = format!("customer={customer}&items[0][price]={price}");
    for (more, param) in [
        ("on_behalf_of=acct_1", "on_behalf_of"),
        ("application_fee_percent=3", "application_fee_percent"),
        ("transfer_data[destination]=acct_1", "transfer_data"),
        ("items[0][billing_thresholds][usage_gte]=3", "items[0][billing_thresholds]"),
    ] {
        let error = not_simulated(&stripe, Method::POST, path, &format!("{body}&{more}")).await;
        assert_eq!(error["param"], json!(param));
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("of POST /v1/subscriptions. It simulates"), "{message}");
    }
    let meter = "display_name=x&event_name=x&default_aggregation[formula]=sum&event_time_window=day";
    let error = not_simulated(&stripe, Method::POST, "/v1/billing/meters", meter).await;
    assert_eq!(error["param"], "event_time_window");
    let past = format!("customer={customer}&start_date=1000&phases[0][items][0][price]={price}");
    let error = not_simulated(&stripe, Method::POST, "/v1/subscription_schedules", &past).await;
    assert_eq!(error["param"], "start_date");
    let item = id(&before[0]["items"]["data"][0]);
    let once = id(&stripe.post("/v1/prices", "currency=usd&unit_amount=25&product_data[name]=once").await);
    let waits = "payment_behavior=pending_if_incomplete";
    for (call, body, param) in [
        ("/pause", "bill_for[outstanding_usage_through][type]=none", "bill_for[outstanding_usage_through][type]"),
        ("", &*format!("{waits}&items[0][id]={item}&add_invoice_items[0][price]={once}"), "add_invoice_items"),
    ] {
        let error = not_simulated(&stripe, Method::POST, &format!("{path}/{subscription}{call}"), body).await;
        assert_eq!(error["param"], param);
    }
    // What Stripe has not either comes first.
    for (more, param) in [("on_behalf_of=acct_1&colour=red", "colour"), ("transfer_data[to]=x", "transfer_data[to]")] {
        let (status, error) = stripe.refused(Method::POST, path, &format!("{body}&{more}")).await;
        assert_eq!((status, &error["code"], &error["param"]), (400, &json!("parameter_unknown"), &json!(param)));
    }
    assert_eq!(stripe.state().await["subscriptions"], before, "{subscription}");
}

#[tokio::test]
async fn a_value_of_stripes_is_told_from_what_is_none() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 5).await;
    let body = format!("success_url=https://example.com/&line_items[0][price]={price}");
    let sessions = "/v1/checkout/sessions";
    let error = not_simulated(&stripe, Method::POST, sessions, &format!("{body}&mode=payment")).await;
    assert_eq!(error["param"], "mode");
    assert!(error["message"].as_str().unwrap().ends_with("It simulates there subscription."), "{error}");
    let elsewhere = format!("{body}&mode=subscription&ui_mode=embedded_page");
    not_simulated(&stripe, Method::POST, sessions, &elsewhere).await;
    let (status, error) = stripe.refused(Method::POST, sessions, &format!("{body}&mode=rent")).await;
    assert_eq!((status, &error["param"]), (400, &json!("mode")));
    let customer = stripe.customer().await;
    let tax_ids = format!("/v1/customers/{customer}/tax_ids");
    assert_eq!(not_simulated(&stripe, Method::POST, &tax_ids, "type=ad_nrt&value=1").await["param"], "type");
    let (status, error) = stripe.refused(Method::POST, &tax_ids, "type=xx_vat&value=1").await;
    assert_eq!((status, &error["param"]), (400, &json!("type")));
}

#[tokio::test]
async fn what_asks_for_nothing_is_accepted() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 5).await;
    let customer = stripe.customer().await;
    let nothing = "allow_promotion_codes=false&automatic_tax[enabled]=false&tax_id_collection[enabled]=false\
        &phone_number_collection[enabled]=false&subscription_data[invoice_settings][issuer][type]=self";
    let body = format!("mode=subscription&success_url=https://example.com/&line_items[0][price]={price}&{nothing}");
    stripe.post("/v1/checkout/sessions", &body).await;
    let nothing = "automatic_tax[enabled]=false&automatic_tax[liability][type]=self&description=&default_tax_rates=\
        &payment_settings[save_default_payment_method]=off&trial_from_plan=false&on_behalf_of=";
    stripe.post("/v1/subscriptions", &format!("customer={customer}&items[0][price]={price}&{nothing}")).await;
    // A word that means nothing elsewhere means something where any text may stand.
    let body = format!("customer={customer}&items[0][price]={price}&on_behalf_of=off");
    not_simulated(&stripe, Method::POST, "/v1/subscriptions", &body).await;
}
