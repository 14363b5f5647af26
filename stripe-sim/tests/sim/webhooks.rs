//! Events and their delivery.

use crate::common::{Hook, SECRET, Stripe};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use stripe_sim::API_VERSION;

/// The signature by each secret, computed here from Stripe's description and not by the crate.
pub fn signed(secret: &str, timestamp: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[tokio::test]
async fn an_event_is_signed_with_every_secret() {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    stripe.sim.set_webhook(hook.target(&[SECRET, "whsec_second"]));
    let customer = stripe.post("/v1/customers", "name=Ada").await;
    let delivery = hook.next().await;
    let parts: Vec<_> = delivery.signature.split(',').collect();
    let timestamp = parts[0].strip_prefix("t=").unwrap();
    let expected: Vec<_> = [SECRET, "whsec_second"]
        .iter()
        .map(|secret| format!("v1={}", signed(secret, timestamp, &delivery.body)))
        .collect();
    assert_eq!(parts[1..], expected);
    let event = delivery.event();
    assert_eq!(event["object"], "event");
    assert_eq!(event["type"], "customer.created");
    assert_eq!(event["api_version"], API_VERSION);
    assert_eq!(event["data"]["object"], customer);
    assert!(event["request"]["id"].as_str().unwrap().starts_with("req_"));
}

#[tokio::test]
async fn a_refused_delivery_comes_again_until_it_is_accepted() {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    hook.answer_first(&[500, 302]);
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    stripe.post("/v1/customers", "name=Ada").await;
    let first = hook.next().await;
    let undelivered = stripe.get("/v1/events?delivery_success=false").await;
    assert_eq!(undelivered["data"][0]["pending_webhooks"], 1);
    let bodies = [hook.next().await.body, hook.next().await.body];
    assert_eq!(bodies, [first.body.clone(), first.body]);
    while stripe.get("_sim/webhooks").await["delivered"] != 1 {}
    assert_eq!(stripe.get("/v1/events?delivery_success=false").await["data"], json!([]));
    assert_eq!(stripe.get("/v1/events?delivery_success=true").await["data"][0]["type"], "customer.created");
    assert!(hook.nothing_came());
}

#[tokio::test]
async fn held_webhooks_wait_for_their_release() {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    stripe.control("webhooks", json!({"held": true})).await;
    let (_, id) = stripe.subscribed("").await;
    stripe.post(&format!("/v1/subscriptions/{id}"), "cancel_at_period_end=true").await;
    let held = stripe.get("_sim/webhooks").await;
    assert_eq!((&held["held"], &held["delivered"]), (&json!(true), &json!(0)));
    assert!(held["pending"].as_u64().unwrap() >= 5);
    assert!(hook.nothing_came());
    stripe.control("webhooks", json!({"held": false})).await;
    let updated = hook.next_of("customer.subscription.updated").await.event();
    assert_eq!(updated["data"]["object"]["cancel_at_period_end"], true);
    let previous = &updated["data"]["previous_attributes"];
    assert_eq!(
        *previous,
        json!({
            "cancel_at": null,
            "cancel_at_period_end": false,
            "canceled_at": null,
            "cancellation_details": {"reason": null},
        })
    );
}

#[tokio::test]
async fn what_happened_before_anybody_listened_is_not_told() {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    stripe.post("/v1/customers", "name=Early").await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    stripe.post("/v1/customers", "name=Late").await;
    assert_eq!(hook.next().await.event()["data"]["object"]["name"], "Late");
    assert_eq!(stripe.get("/v1/events").await["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_change_in_the_portal_is_told_without_a_request() {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    let (customer, id) = stripe.subscribed("").await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    let url = stripe.session(&customer, "").await;
    let opened = hook.next_of("billing_portal.session.created").await.event();
    assert_eq!(opened["data"]["object"]["url"], json!(url));
    stripe.submit(&format!("{url}/subscriptions/{id}/cancel"), "").await;
    let updated = hook.next_of("customer.subscription.updated").await.event();
    assert_eq!(updated["request"]["id"], Value::Null);
    let found = stripe.get(&format!("/v1/events/{}", updated["id"].as_str().unwrap())).await;
    assert_eq!(found["data"], updated["data"]);
}

#[tokio::test]
async fn events_tell_the_story_in_order() {
    let stripe = Stripe::start().await;
    let (_, id) = stripe.subscribed("").await;
    stripe.delete(&format!("/v1/subscriptions/{id}")).await;
    assert_eq!(
        stripe.event_types().await,
        [
            "customer.created",
            "payment_method.attached",
            "product.created",
            "price.created",
            "customer.updated",
            "customer.subscription.created",
            "invoice.created",
            "invoice.finalized",
            "invoice.paid",
            "invoice.payment_succeeded",
            "customer.subscription.deleted",
        ]
    );
    let some = stripe.get("/v1/events?types[]=price.*&types[]=product.created").await;
    assert_eq!(some["data"].as_array().unwrap().len(), 2);
}
