//! One key, one effect.

use crate::common::{Stripe, fault, id};
use reqwest::{Method, Response};
use serde_json::{Value, json};

async fn create(stripe: &Stripe, key: &str, body: &str) -> Response {
    let request = stripe.request(Method::POST, "/v1/customers", body);
    request.header("idempotency-key", key).send().await.unwrap()
}

async fn customers(stripe: &Stripe) -> usize {
    stripe.state().await["customers"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_key_replays_its_answer() {
    let stripe = Stripe::start().await;
    let first = create(&stripe, "k1", "name=a").await;
    let original = first.headers()["request-id"].clone();
    assert!(!first.headers().contains_key("idempotent-replayed"));
    let first: Value = first.json().await.unwrap();
    let again = create(&stripe, "k1", "name=a").await;
    assert_eq!(again.headers()["idempotent-replayed"], "true");
    assert_eq!(again.headers()["original-request"], original);
    assert_ne!(again.headers()["request-id"], original);
    assert_eq!(again.json::<Value>().await.unwrap(), first);
    assert_eq!(customers(&stripe).await, 1);
}

#[tokio::test]
async fn other_parameters_under_a_key_are_refused() {
    let stripe = Stripe::start().await;
    create(&stripe, "k1", "name=a").await;
    let other = create(&stripe, "k1", "name=b").await;
    assert_eq!(other.status(), 400);
    let error: Value = other.json().await.unwrap();
    assert_eq!(error["error"]["type"], "idempotency_error");
    assert_eq!(customers(&stripe).await, 1);
}

#[tokio::test]
async fn a_refused_parameter_does_not_use_the_key_up() {
    let stripe = Stripe::start().await;
    assert_eq!(create(&stripe, "k1", "nmae=a").await.status(), 400);
    let second = create(&stripe, "k1", "name=a").await;
    assert_eq!(second.status(), 200);
    assert!(!second.headers().contains_key("idempotent-replayed"));
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let stripe = Stripe::start().await;
    let first: Value = create(&stripe, "k1", "name=a").await.json().await.unwrap();
    stripe.control("clock", json!({"advance": 24 * 3600 + 1})).await;
    let later: Value = create(&stripe, "k1", "name=a").await.json().await.unwrap();
    assert_ne!(id(&first), id(&later));
}

#[tokio::test]
async fn a_key_in_use_is_a_conflict_that_may_be_retried() {
    let stripe = Stripe::start().await;
    let mut slow = fault("/v1/customers", json!({"kind": "hang"}));
    slow["stage"] = json!("during");
    stripe.control("faults", slow).await;
    let hanging =
        tokio::spawn(stripe.request(Method::POST, "/v1/customers", "name=a").header("idempotency-key", "k1").send());
    // The first one holds the key from the moment the log knows its fault.
    loop {
        let log = stripe.get("_sim/requests").await;
        if log["requests"][0]["fault"] == "hang" {
            break;
        }
    }
    let conflict = create(&stripe, "k1", "name=a").await;
    assert_eq!(conflict.status(), 409);
    assert_eq!(conflict.headers()["stripe-should-retry"], "true");
    let error: Value = conflict.json().await.unwrap();
    assert_eq!(error["error"]["type"], "idempotency_error");
    assert_eq!(error["error"]["code"], "idempotency_key_in_use");

    // When the client hangs up, the key is free again.
    hanging.abort();
    while create(&stripe, "k1", "name=a").await.status() == 409 {}
    assert_eq!(customers(&stripe).await, 1);
}

#[tokio::test]
async fn a_failure_of_the_api_itself_replays_too() {
    let stripe = Stripe::start().await;
    let mut failure = fault("/v1/customers", json!({"kind": "error", "status": 500}));
    failure["stage"] = json!("during");
    stripe.control("faults", failure).await;
    for replayed in [false, true] {
        let answer = create(&stripe, "k1", "name=a").await;
        assert_eq!(answer.status(), 500);
        assert_eq!(answer.headers().contains_key("idempotent-replayed"), replayed);
    }
    assert_eq!(customers(&stripe).await, 0);
    assert_eq!(create(&stripe, "k2", "name=a").await.status(), 200);
}

#[tokio::test]
async fn a_lost_answer_is_found_again_by_its_key() {
    let stripe = Stripe::start().await;
    let mut lost = fault("/v1/customers", json!({"kind": "reset"}));
    lost["stage"] = json!("after");
    stripe.control("faults", lost).await;
    let request = stripe.request(Method::POST, "/v1/customers", "name=a");
    assert!(request.header("idempotency-key", "k1").send().await.is_err());
    let again = create(&stripe, "k1", "name=a").await;
    assert_eq!(again.status(), 200);
    assert_eq!(again.headers()["idempotent-replayed"], "true");
    assert_eq!(customers(&stripe).await, 1);
}
