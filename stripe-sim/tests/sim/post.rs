//! Webhook endpoints over the API, and post that is bad.

use crate::common::{Hook, SECRET, Stripe, id};
use crate::webhooks::signed;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const ENDPOINTS: &str = "/v1/webhook_endpoints";

#[tokio::test]
async fn each_endpoint_hears_what_it_wants_signed_with_its_own_secret() {
    let stripe = Stripe::start().await;
    let (mut all, mut some) = (Hook::listen().await, Hook::listen().await);
    let first = stripe.post(ENDPOINTS, &format!("url={}&enabled_events[]=*&description=all", all.url)).await;
    let second =
        stripe.post(ENDPOINTS, &format!("url={}&enabled_events[0]=customer.updated&metadata[a]=b", some.url)).await;
    let secret = second["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_") && secret != first["secret"].as_str().unwrap());
    let path = format!("{ENDPOINTS}/{}", id(&second));
    assert_eq!(stripe.get(&path).await.get("secret"), None);
    let customer = id(&stripe.post("/v1/customers", "name=Ada").await);
    stripe.post(&format!("/v1/customers/{customer}"), "name=Grace").await;
    assert_eq!((all.next().await.kind(), all.next().await.kind()).0.split('.').next(), Some("customer"));
    let delivery = some.next().await;
    assert_eq!(delivery.kind(), "customer.updated");
    let (timestamp, v1) = delivery.signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
    assert_eq!(v1, signed(secret, timestamp, &delivery.body));

    stripe.post(&path, "disabled=true").await;
    assert_eq!(stripe.get(&path).await["status"], "disabled");
    stripe.post(&format!("/v1/customers/{customer}"), "name=Mary").await;
    all.next_of("customer.updated").await;
    assert!(some.nothing_came());
    assert_eq!(stripe.get(ENDPOINTS).await["data"].as_array().unwrap().len(), 2);
    let gone = stripe.delete(&path).await;
    assert_eq!(gone, json!({"id": id(&second), "object": "webhook_endpoint", "deleted": true}));
    let (status, _) = stripe.refused(Method::GET, &path, "").await;
    assert_eq!(status, 404);
    for body in
        ["url=https://example.com/", "url=x&enabled_events[]=*", "url=https://example.com/&enabled_events[]=all"]
    {
        stripe.refused(Method::POST, ENDPOINTS, body).await;
    }
    let old = "url=https://example.com/&enabled_events[]=*&api_version=2020-08-27";
    assert_eq!(stripe.refused(Method::POST, ENDPOINTS, old).await.1["param"], "api_version");
}

#[tokio::test]
async fn while_a_secret_is_rotated_both_sign() {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    let made = stripe.post(ENDPOINTS, &format!("url={}&enabled_events[]=*", hook.url)).await;
    let control = format!("webhook_endpoints/{}/roll", id(&made));
    let rolled = stripe.control(&control, json!({"expires_in": 60})).await;
    stripe.post("/v1/customers", "").await;
    let delivery = hook.next().await;
    let (timestamp, _) = delivery.signature.strip_prefix("t=").unwrap().split_once(',').unwrap();
    let by = |secret: &Value| signed(secret.as_str().unwrap(), timestamp, &delivery.body);
    assert_eq!(delivery.signature, format!("t={timestamp},v1={},v1={}", by(&rolled["secret"]), by(&made["secret"])));
    stripe.control("clock", json!({"advance": 61})).await;
    stripe.post("/v1/customers", "").await;
    assert_eq!(hook.next().await.signature.matches("v1=").count(), 1);
}

/// Types and ids as they came, for twenty customers made while the post was held.
async fn received(disorder: Value, expected: usize) -> (Vec<String>, Vec<String>) {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    stripe.control("webhooks", json!({"held": true, "disorder": disorder})).await;
    let mut sent = Vec::new();
    for _ in 0..20 {
        sent.push(id(&stripe.post("/v1/customers", "").await));
    }
    let state = stripe.get("_sim/webhooks").await;
    assert_eq!(state["pending"], json!(expected), "{state}");
    stripe.control("webhooks", json!({"held": false})).await;
    let mut came = Vec::new();
    for _ in 0..expected {
        came.push(id(&hook.next().await.event()["data"]["object"]));
    }
    (sent, came)
}

#[tokio::test]
async fn bad_post_loses_doubles_and_shuffles() {
    let (sent, came) = received(json!({"drop": 100}), 0).await;
    assert_eq!((sent.len(), came.len()), (20, 0));
    let (sent, came) = received(json!({"duplicate": 100, "delay_ms": 50}), 40).await;
    assert_eq!(sent.iter().collect::<BTreeSet<_>>(), came.iter().collect());
    let (sent, came) = received(json!({"shuffle": true, "seed": 3}), 20).await;
    assert_ne!(sent, came);
    assert_eq!(sent.iter().collect::<BTreeSet<_>>(), came.iter().collect());
}

#[tokio::test]
async fn what_was_lost_is_found_as_undelivered() {
    let stripe = Stripe::start().await;
    let hook = Hook::listen().await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    stripe.control("webhooks", json!({"disorder": {"drop": 100}})).await;
    stripe.post("/v1/customers", "").await;
    assert_eq!(stripe.get("_sim/webhooks").await["dropped"], 1);
    let lost = stripe.get("/v1/events?delivery_success=false").await;
    assert_eq!(lost["data"][0]["type"], "customer.created");
}
