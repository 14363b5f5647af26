//! Scripted failures, as a client meets them.

use crate::common::{Stripe, fault};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[tokio::test]
async fn the_next_calls_answer_as_scripted_and_then_all_is_well() {
    let stripe = Stripe::start().await;
    stripe
        .control(
            "faults",
            json!({
                "calls": 2, "method": "GET", "path": "/v1/customers*",
                "answer": {"kind": "error", "status": 429, "retry_after": 3},
            }),
        )
        .await;
    // Another method is not meant.
    stripe.post("/v1/customers", "name=a").await;
    for _ in 0..2 {
        let answer = stripe.request(Method::GET, "/v1/customers/cus_x", "").send().await.unwrap();
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers()["retry-after"], "3");
        assert!(answer.headers().contains_key("request-id"));
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["error"]["code"], "rate_limit");
    }
    stripe.get("/v1/customers").await;
}

#[tokio::test]
async fn an_error_can_be_any_of_stripes() {
    let stripe = Stripe::start().await;
    let answer = json!({
        "kind": "error", "status": 400,
        "error": {"code": "resource_missing", "param": "customer", "message": "No such customer: 'cus_1'"},
    });
    stripe.control("faults", fault("/v1/customers", answer)).await;
    let (status, error) = stripe.refused(Method::GET, "/v1/customers", "").await;
    assert_eq!(status, 400);
    assert_eq!(error["type"], "invalid_request_error");
    assert_eq!(error["param"], "customer");
}

#[tokio::test]
async fn a_gateway_answers_in_html_and_without_a_request_id() {
    let stripe = Stripe::start().await;
    stripe.control("faults", fault("/v1/customers", json!({"kind": "html", "status": 502}))).await;
    let answer = stripe.request(Method::GET, "/v1/customers", "").send().await.unwrap();
    assert_eq!(answer.status(), 502);
    assert!(!answer.headers().contains_key("request-id"));
    assert!(answer.text().await.unwrap().contains("<h1>502</h1>"));
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let stripe = Stripe::start().await;
    stripe.control("faults", fault("/v1/customers", json!({"kind": "reset"}))).await;
    let error = stripe.request(Method::POST, "/v1/customers", "name=a").send().await.unwrap_err();
    let chain = format!("{error:?}");
    assert!(chain.contains("ConnectionReset"), "{chain}");
    let log = stripe.get("_sim/requests").await;
    assert_eq!(log["requests"][0]["fault"], "reset");
    assert_eq!(log["requests"][0]["status"], Value::Null);
    assert_eq!(stripe.state().await["customers"], json!([]));
}

#[tokio::test]
async fn a_hanging_call_ends_when_the_client_gives_up() {
    let stripe = Stripe::start().await;
    stripe.control("faults", fault("/v1/customers", json!({"kind": "hang"}))).await;
    let request = stripe.request(Method::GET, "/v1/customers", "").timeout(Duration::from_millis(300));
    assert!(request.send().await.unwrap_err().is_timeout());
    stripe.get("/v1/customers").await;
}

#[tokio::test]
async fn a_delayed_call_is_late_and_right() {
    let stripe = Stripe::start().await;
    stripe.control("faults", fault("/v1/customers", json!({"kind": "delay", "ms": 300}))).await;
    let began = Instant::now();
    stripe.post("/v1/customers", "name=a").await;
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn faults_can_be_seen_and_taken_back_and_wrong_ones_are_explained() {
    let stripe = Stripe::start().await;
    let answer = stripe.control("faults", fault("/v1/customers", json!({"kind": "hang"}))).await;
    assert_eq!(answer["faults"][0]["calls"], 1);
    assert_eq!(stripe.delete("_sim/faults").await, json!({"faults": []}));
    stripe.get("/v1/customers").await;

    let wrong = stripe
        .http
        .post(stripe.url("_sim/faults"))
        .json(&fault("/v1/customers", json!({"kind": "explode"})))
        .send()
        .await
        .unwrap();
    assert_eq!(wrong.status(), 400);
    assert!(wrong.text().await.unwrap().contains("explode"));
}

#[tokio::test]
async fn a_simulator_stops_while_a_call_hangs() {
    let Stripe { sim, http } = Stripe::start().await;
    let stripe = Stripe { sim, http };
    stripe.control("faults", fault("/v1/customers", json!({"kind": "hang"}))).await;
    let hanging = tokio::spawn(stripe.request(Method::GET, "/v1/customers", "").send());
    while stripe.get("_sim/requests").await["requests"] == json!([]) {}
    let began = Instant::now();
    stripe.sim.shutdown().await;
    assert!(began.elapsed() < Duration::from_secs(4));
    hanging.await.unwrap().ok();
}
