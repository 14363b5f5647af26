//! What is done by hand in the Dashboard, and faults by rate.

use crate::common::{Stripe, fault, id};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn an_object_is_changed_by_no_request() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let body = json!({"name": "Grace", "email": null, "metadata": {"vip": "yes"}});
    let changed = stripe.control(&format!("objects/{customer}"), body).await;
    assert_eq!(
        (&changed["name"], &changed["email"], &changed["metadata"]["vip"]),
        (&json!("Grace"), &Value::Null, &json!("yes"))
    );
    let event = &stripe.get("/v1/events?type=customer.updated").await["data"][0];
    assert_eq!(event["request"], json!({"id": null, "idempotency_key": null}));
    stripe.control(&format!("objects/{subscription}"), json!({"cancel_at_period_end": true})).await;
    assert_eq!(stripe.get(&format!("/v1/subscriptions/{subscription}")).await["cancel_at_period_end"], true);
    let delete = stripe.http.delete(stripe.url(&format!("_sim/objects/{customer}"))).send().await.unwrap();
    assert_eq!(delete.json::<Value>().await.unwrap()["deleted"], true);
    assert_eq!(stripe.get(&format!("/v1/subscriptions/{subscription}")).await["status"], "canceled");
    let (_, planned) = stripe.subscribed("").await;
    let schedule = id(&stripe.post("/v1/subscription_schedules", &format!("from_subscription={planned}")).await);
    let changed = stripe.control(&format!("objects/{schedule}"), json!({"end_behavior": "cancel"})).await;
    assert_eq!(changed["end_behavior"], "cancel");
    for (id, body, status) in [
        ("cus_none", json!({"name": "x"}), 404),
        ("evt_1", json!({}), 404),
        (&customer, json!({"nmae": "x"}), 404),
        ("cus_none", json!([]), 400),
    ] {
        let answer = stripe.http.post(stripe.url(&format!("_sim/objects/{id}"))).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), status, "{id} {body}");
    }
}

/// Which of a hundred calls failed.
async fn failures(stripe: &Stripe, seed: u64) -> Vec<usize> {
    let mut fault = fault("/v1/customers", json!({"kind": "error", "status": 500}));
    fault["rate"] = json!(30);
    fault["seed"] = json!(seed);
    stripe.control("faults", fault).await;
    let mut failed = Vec::new();
    for call in 0..100 {
        if stripe.call(Method::GET, "/v1/customers", "").await.0 == 500 {
            failed.push(call);
        }
    }
    stripe.http.delete(stripe.url("_sim/faults")).send().await.unwrap();
    failed
}

#[tokio::test]
async fn some_of_a_hundred_calls_fail_and_the_same_ones_for_the_same_seed() {
    let stripe = Stripe::start().await;
    let first = failures(&stripe, 1).await;
    assert!((15..=45).contains(&first.len()), "{}", first.len());
    assert_eq!(failures(&stripe, 1).await, first);
    assert_ne!(failures(&stripe, 2).await, first);
    assert_eq!(failures(&stripe, 1).await, first);
}
