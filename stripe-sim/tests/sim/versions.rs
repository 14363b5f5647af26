//! API versions: which are taken, in which shape they are answered, and which are refused.

use crate::common::{Hook, SECRET, Stripe, id};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use stripe_sim::{API_VERSION, simulated_versions};

const CONFIGURATIONS: &str = "/v1/billing_portal/configurations";

async fn in_version(stripe: &Stripe, version: &str, method: Method, path: &str, body: &str) -> Response {
    stripe.request(method, path, body).header("stripe-version", version).send().await.unwrap()
}

async fn pause_feature(stripe: &Stripe, version: &str) -> Value {
    let answer = in_version(stripe, version, Method::GET, CONFIGURATIONS, "").await;
    answer.json::<Value>().await.unwrap()["data"][0]["features"]["subscription_pause"].clone()
}

#[tokio::test]
async fn a_version_is_answered_in_the_nearest_simulated_shape_and_told_so() {
    let stripe = Stripe::start().await;
    for (asked, answered) in [
        ("2025-03-31.basil", API_VERSION),
        ("2026-02-25.clover", API_VERSION),
        (API_VERSION, API_VERSION),
        ("2026-10-28.endive", "2026-10-28.endive"),
    ] {
        let answer = in_version(&stripe, asked, Method::GET, "/v1/customers", "").await;
        assert_eq!((answer.status().as_u16(), &answer.headers()["stripe-version"]), (200, &answered.parse().unwrap()));
    }
    assert_eq!(simulated_versions().collect::<Vec<_>>(), [API_VERSION, "2026-10-28.endive"]);
}

#[tokio::test]
async fn what_came_with_a_version_is_not_there_before_it() {
    let stripe = Stripe::start().await;
    assert_eq!(pause_feature(&stripe, API_VERSION).await, Value::Null);
    assert_eq!(pause_feature(&stripe, "2026-10-28.endive").await["enabled"], false);
    let body = "features[invoice_history][enabled]=true&features[subscription_pause][enabled]=false";
    let answer = in_version(&stripe, API_VERSION, Method::POST, CONFIGURATIONS, body).await;
    let error = answer.json::<Value>().await.unwrap()["error"].clone();
    assert_eq!(
        (&error["code"], &error["param"]),
        (&json!("parameter_unknown"), &json!("features[subscription_pause]"))
    );
    let newest = in_version(&stripe, "2026-10-28.endive", Method::POST, CONFIGURATIONS, body).await;
    assert_eq!(newest.status(), 200);
    let all = |state: &Value| state["billing_portal_configurations"][0]["features"].get("subscription_pause").is_some();
    assert!(!all(&stripe.state().await));
    assert!(all(&stripe.get("_sim/state?version=2026-10-28.endive").await));
}

#[tokio::test]
async fn what_is_no_version_is_refused() {
    let stripe = Stripe::start().await;
    for wrong in ["2026-13-01", "2025-03-31", "2025-03-31.endive", "latest", ""] {
        let answer = in_version(&stripe, wrong, Method::POST, "/v1/customers", "name=x").await;
        assert_eq!(answer.status(), 400, "{wrong}");
        let error = answer.json::<Value>().await.unwrap()["error"].clone();
        assert_eq!(error["type"], "invalid_request_error");
        assert_eq!(error["message"], json!(format!("Invalid Stripe API version: {wrong}")));
    }
    for old in ["2025-02-24.acacia", "2020-08-27", "2011-01-01"] {
        let answer = in_version(&stripe, old, Method::GET, "/v1/customers", "").await;
        assert_eq!(answer.status(), 501, "{old}");
        let error = answer.json::<Value>().await.unwrap()["error"].clone();
        let beginning = format!("stripe-sim does not simulate the API version {old}. It simulates {API_VERSION} and");
        assert!(error["message"].as_str().unwrap().starts_with(&beginning), "{error}");
    }
    assert_eq!(stripe.state().await["customers"], json!([]));
}

#[tokio::test]
async fn an_account_that_is_not_there_is_refused() {
    let stripe = Stripe::start().await;
    let on = |account: &str| stripe.request(Method::GET, "/v1/customers", "").header("stripe-account", account).send();
    let answer = on("acct_elsewhere").await.unwrap();
    assert_eq!(answer.status(), 403);
    let error = answer.json::<Value>().await.unwrap()["error"].clone();
    assert_eq!((&error["type"], &error["code"]), (&json!("invalid_request_error"), &json!("account_invalid")));
    assert!(error["message"].as_str().unwrap().contains("does not have access to account 'acct_elsewhere'"));
    assert_eq!(on("acct_1SimulatedAccount").await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_endpoint_is_told_of_events_in_its_own_version() {
    let stripe = Stripe::start().await;
    for (version, has_it) in [("2026-10-28.endive", true), (API_VERSION, false), ("2025-08-27.basil", false)] {
        let mut hook = Hook::listen().await;
        let body = format!("url={}&enabled_events[]=*&api_version={version}", hook.url);
        let endpoint = stripe.post("/v1/webhook_endpoints", &body).await;
        assert_eq!(endpoint["api_version"], json!(version));
        let answered = if has_it { version } else { API_VERSION };
        let made = id(&stripe.post(CONFIGURATIONS, "features[invoice_history][enabled]=true").await);
        let event = hook.next_of("billing_portal.configuration.created").await.event();
        assert_eq!((&event["api_version"], &event["data"]["object"]["id"]), (&json!(answered), &json!(made)));
        assert_eq!(event["data"]["object"]["features"].get("subscription_pause").is_some(), has_it, "{version}");
        stripe.delete(&format!("/v1/webhook_endpoints/{}", id(&endpoint))).await;
    }
    let plain = stripe.post("/v1/webhook_endpoints", "url=https://example.com/&enabled_events[]=*").await;
    assert_eq!(plain["api_version"], Value::Null, "the account's own");
    let wrong = "url=https://example.com/&enabled_events[]=*&api_version=new";
    let (status, _) = stripe.refused(Method::POST, "/v1/webhook_endpoints", wrong).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_body_is_indented_and_begins_with_the_id() {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    let customer = id(&stripe.post("/v1/customers", "name=Ada").await);
    let delivery = hook.next().await;
    let beginning = format!("{{\n  \"id\": \"{}\",\n  \"object\": \"event\",\n", id(&delivery.event()));
    assert!(delivery.body.starts_with(&beginning), "{}", delivery.body);
    let within = format!("    \"object\": {{\n      \"id\": \"{customer}\",\n      \"object\": \"customer\",\n");
    assert!(delivery.body.contains(&within), "{}", delivery.body);
}
