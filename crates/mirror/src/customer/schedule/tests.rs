//! Schedules in the shapes that Stripe returns.

use serde_json::{Value, json};

use super::*;

/// One object of each kind, as the simulator answers.
const OBJECTS: &str = include_str!("../../../../../stripe-sim/src/state/payload_sample.jsonl");

const PAST: i64 = 1_700_000_000;

/// Long after any test runs.
const NEXT: i64 = 4_000_000_000;

/// A subscription to one of `price_a`, with a schedule of these phases.
fn subscription(schedule: Value) -> Subscription {
    let mut objects = OBJECTS.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let mut object = objects.find(|object| object["object"] == "subscription").expect("a subscription");
    object["items"]["data"][0]["price"]["id"] = json!("price_a");
    object["items"]["data"][0]["quantity"] = json!(1);
    object["schedule"] = schedule;
    miniserde::json::from_str(&object.to_string()).expect("a subscription")
}

fn schedule(phases: &[Value]) -> Value {
    json!({
        "id": "sub_sched_1", "billing_mode": { "type": "flexible" }, "created": PAST, "customer": "cus_1",
        "default_settings": {
            "billing_cycle_anchor": "automatic", "invoice_settings": { "issuer": { "type": "self" } },
        },
        "end_behavior": "release", "livemode": false, "phases": phases, "status": "active",
    })
}

/// A phase from then on, of one each of these prices.
fn phase(start: i64, prices: &[&str]) -> Value {
    let items = prices.iter().map(|price| json!({ "plan": price, "price": price, "quantity": 1, "discounts": [] }));
    json!({
        "add_invoice_items": [], "currency": "usd", "discounts": [], "end_date": start + 100,
        "items": items.collect::<Vec<_>>(), "proration_behavior": "none", "start_date": start,
    })
}

fn change(next: Value) -> Option<Change> {
    Schedule::of(&subscription(schedule(&[phase(PAST, &["price_a"]), next]))).expect("a schedule").change
}

#[test]
fn a_change_says_what_goes_and_what_comes() {
    let told = |from: Option<&str>, to: Option<&str>, quantity| {
        let owned = |price: Option<&str>| price.map(str::to_owned);
        Some(Change { at: NEXT, from: owned(from), to: owned(to), quantity })
    };
    let mut more = phase(NEXT, &["price_a"]);
    more["items"][0]["quantity"] = json!(5);
    let mut discounted = phase(NEXT, &["price_a"]);
    discounted["discounts"] = json!([{ "coupon": "spring", "discount": null, "promotion_code": null }]);
    for (next, expected) in [
        (phase(NEXT, &["price_b"]), told(Some("price_a"), Some("price_b"), Some(1))),
        (more, told(Some("price_a"), Some("price_a"), Some(5))),
        (phase(NEXT, &["price_a", "price_b"]), told(None, Some("price_b"), Some(1))),
        (phase(NEXT, &[]), told(Some("price_a"), None, None)),
        (phase(NEXT, &["price_b", "price_c"]), told(None, None, None)),
        (discounted, told(None, None, None)),
        (phase(NEXT, &["price_a"]), None),
    ] {
        assert_eq!(change(next.clone()), expected, "{next}");
    }
}

#[test]
fn only_a_schedule_that_runs_counts() {
    let later = [phase(PAST, &["price_a"]), phase(NEXT, &["price_b"])];
    for (status, counts) in
        [("active", true), ("not_started", true), ("released", false), ("canceled", false), ("completed", false)]
    {
        let mut schedule = schedule(&later);
        schedule["status"] = json!(status);
        assert_eq!(Schedule::of(&subscription(schedule)).is_some(), counts, "{status}");
    }
    assert!(Schedule::of(&subscription(Value::Null)).is_none());
    let bare = Schedule::of(&subscription(json!("sub_sched_1"))).expect("there is one");
    assert!(bare.change.is_none() && bare.next_phase_at.is_none(), "of which nothing else is known");
}

#[test]
fn one_phase_that_ends_in_a_cancellation_ends_it() {
    let mut schedule = schedule(&[phase(PAST, &["price_a"])]);
    schedule["end_behavior"] = json!("cancel");
    let found = Schedule::of(&subscription(schedule)).expect("a schedule");
    assert_eq!((found.ends, found.next_phase_at, found.change), (Some(PAST + 100), None, None));
}

#[test]
fn the_phase_it_is_in_is_for_stripe_to_say() {
    let mut schedule = schedule(&[phase(PAST, &["price_a"]), phase(NEXT, &["price_b"])]);
    schedule["current_phase"] = json!({ "start_date": NEXT, "end_date": NEXT + 100 });
    let found = Schedule::of(&subscription(schedule)).expect("a schedule");
    assert_eq!((found.next_phase_at, found.change), (None, None), "on a test clock that is ahead");
}
