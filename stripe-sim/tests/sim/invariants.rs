//! What is true of everything there is, whatever was done.

use crate::common::{Stripe, id};
use crate::entitlements;
use crate::money;
use crate::shapes;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn check_subscription(subscription: &Value, invoices: &BTreeMap<String, Value>, now: i64) {
    let status = subscription["status"].as_str().unwrap();
    let time = |value: &Value| value.as_i64();
    let has_ended = matches!(status, "canceled" | "incomplete_expired");
    assert_eq!(subscription["ended_at"].is_i64(), has_ended, "{subscription}");
    let items = subscription["items"]["data"].as_array().unwrap();
    assert!(!items.is_empty(), "{subscription}");
    for item in items {
        let (start, end) = (time(&item["current_period_start"]).unwrap(), time(&item["current_period_end"]).unwrap());
        assert!(start < end, "{subscription}");
        if matches!(status, "active" | "past_due" | "unpaid" | "trialing") {
            assert!(now < end, "a period is over and nothing came of it: {subscription}");
        }
    }
    if let (Some(asked), Some(ended)) = (time(&subscription["canceled_at"]), time(&subscription["ended_at"])) {
        assert!(asked <= ended && ended <= now, "{subscription}");
    }
    if !has_ended {
        assert!(time(&subscription["cancel_at"]).is_none_or(|at| now < at), "{subscription}");
        if subscription["cancel_at_period_end"] == true || subscription["cancel_at"].is_i64() {
            assert!(subscription["canceled_at"].is_i64(), "{subscription}");
        }
    }
    if status == "trialing" {
        assert!(time(&subscription["trial_end"]).is_some_and(|end| now < end), "{subscription}");
    }
    let latest = &invoices[subscription["latest_invoice"].as_str().unwrap()];
    assert_eq!(latest["parent"]["subscription_details"]["subscription"], subscription["id"]);
    assert_eq!(subscription["status_details"].is_object(), status == "paused", "{subscription}");
    let pends = subscription["pending_update"].is_object();
    if pends {
        assert!(now < time(&subscription["pending_update"]["expires_at"]).unwrap(), "{subscription}");
        assert_eq!(latest["status"], "open", "{subscription} {latest}");
    }
    // A debit that takes days leaves its invoice open meanwhile.
    let processes =
        latest["status"] == "open" && latest["attempted"] == true && latest["next_payment_attempt"].is_null();
    let is_charged = subscription["collection_method"] == "charge_automatically" && !pends && !processes;
    if matches!(status, "active" | "trialing") && is_charged {
        assert_ne!(latest["status"], "open", "{subscription} {latest}");
    }
    for invoice in
        invoices.values().filter(|it| it["parent"]["subscription_details"]["subscription"] == subscription["id"])
    {
        if has_ended {
            assert!(invoice["next_payment_attempt"].is_null(), "{subscription} {invoice}");
        }
    }
}

/// A schedule that is in charge is in the middle of a phase, and its subscription knows of it.
fn check_schedule(schedule: &Value, subscriptions: &[Value], now: i64) {
    let phases = schedule["phases"].as_array().unwrap();
    for pair in phases.windows(2) {
        assert_eq!(pair[0]["end_date"], pair[1]["start_date"], "{schedule}");
    }
    let managed = subscriptions.iter().filter(|it| it["schedule"] == schedule["id"]).count();
    let is_active = schedule["status"] == "active";
    assert_eq!(managed, usize::from(is_active), "{schedule}");
    assert_eq!(schedule["current_phase"].is_object(), is_active, "{schedule}");
    if is_active {
        let (start, end) = (&schedule["current_phase"]["start_date"], &schedule["current_phase"]["end_date"]);
        assert!(start.as_i64().unwrap() <= now && now < end.as_i64().unwrap(), "{schedule}");
    }
}

fn check_invoice(invoice: &Value, now: i64) {
    let amount = |field: &str| invoice[field].as_i64().unwrap();
    let status = invoice["status"].as_str().unwrap();
    assert_eq!(amount("amount_remaining"), amount("amount_due") - amount("amount_paid"));
    assert_eq!(status == "paid", invoice["status_transitions"]["paid_at"].is_i64(), "{invoice}");
    assert_eq!(status != "draft", invoice["number"].is_string(), "{invoice}");
    assert!(invoice["next_payment_attempt"].as_i64().is_none_or(|at| status == "open" && now < at), "{invoice}");
    check_totals(invoice);
}

/// The sum of a field over an array.
pub fn sum(array: &Value, field: &str) -> i64 {
    array.as_array().unwrap().iter().map(|element| element[field].as_i64().unwrap()).sum()
}

/// Lines less discounts and with tax are the total; what is said of the whole is said of its lines.
fn check_totals(invoice: &Value) {
    let amount = |field: &str| invoice[field].as_i64().unwrap();
    let (mut total, mut discounts, mut taxes, mut without_tax) = (0, 0, 0, 0);
    for line in invoice["lines"]["data"].as_array().unwrap() {
        let discount = sum(&line["discount_amounts"], "amount");
        let net = line["amount"].as_i64().unwrap() - discount;
        assert!(line["discount_amounts"] == serde_json::json!([]) || (0 <= net && 0 <= discount), "{line}");
        discounts += discount;
        total += net;
        without_tax += net;
        for tax in line["taxes"].as_array().unwrap() {
            let tax_amount = tax["amount"].as_i64().unwrap();
            taxes += tax_amount;
            match tax["tax_behavior"] == "exclusive" {
                true => total += tax_amount,
                false => without_tax -= tax_amount,
            }
        }
    }
    assert_eq!(total, amount("total"), "{invoice}");
    assert_eq!(without_tax, amount("total_excluding_tax"), "{invoice}");
    assert_eq!(discounts, sum(&invoice["total_discount_amounts"], "amount"), "{invoice}");
    assert_eq!(taxes, sum(&invoice["total_taxes"], "amount"), "{invoice}");
    let due = (total + amount("starting_balance")).max(0) - amount("pre_payment_credit_notes_amount");
    assert_eq!(amount("amount_due"), due, "{invoice}");
}

/// A discount that is not over is somebody's, and one that is nobody's.
fn check_discounts(state: &Value) {
    let subscriptions = state["subscriptions"].as_array().unwrap();
    for discount in state["discounts"].as_array().unwrap() {
        let is = |had: &Value| had.as_array().unwrap().contains(&discount["id"]);
        let owner = subscriptions.iter().find(|it| it["id"] == discount["subscription"]);
        let Some(owner) = owner.filter(|it| it["ended_at"].is_null()) else { continue };
        let items = owner["items"]["data"].as_array().unwrap();
        let is_had = is(&owner["discounts"]) || items.iter().any(|item| is(&item["discounts"]));
        assert_eq!(is_had, discount["deleted"].is_null(), "{discount} {owner}");
    }
}

/// The last word of the events on each object is what the object is.
fn check_events(state: &Value) {
    let mut last: BTreeMap<String, &Value> = BTreeMap::new();
    for event in state["events"].as_array().unwrap() {
        let object = &event["data"]["object"];
        // The account's settings have none.
        if let Some(id) = object["id"].as_str() {
            last.insert(id.to_owned(), object);
        }
    }
    for subscription in state["subscriptions"].as_array().unwrap() {
        assert_eq!(last[&id(subscription)], subscription);
    }
    for (kind, fields) in [
        ("invoices", &["status", "number", "amount_paid", "attempt_count"] as &[_]),
        ("customers", &["email", "balance", "invoice_settings"]),
        ("checkout_sessions", &["status", "subscription"]),
        ("subscription_schedules", &["status", "phases", "current_phase", "end_behavior"]),
    ] {
        for object in
            state[kind].as_array().unwrap().iter().filter(|it| it["deleted"].is_null() && it["status"] != "open")
        {
            for field in fields {
                assert_eq!(last[&id(object)][field], object[field], "{field} {object}");
            }
        }
    }
}

pub async fn check(stripe: &Stripe) {
    let state = stripe.state().await;
    let now = state["now"].as_i64().unwrap();
    let invoices: BTreeMap<_, _> =
        state["invoices"].as_array().unwrap().iter().map(|it| (id(it), it.clone())).collect();
    let numbers: Vec<_> = invoices.values().filter_map(|it| it["number"].as_str()).collect();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "{numbers:?}");
    for invoice in invoices.values() {
        check_invoice(invoice, now);
    }
    let subscriptions = state["subscriptions"].as_array().unwrap();
    for schedule in state["subscription_schedules"].as_array().unwrap() {
        check_schedule(schedule, subscriptions, now);
    }
    for subscription in subscriptions {
        check_subscription(subscription, &invoices, now);
        let customer = subscription["customer"].as_str().unwrap();
        let list = stripe.get(&format!("/v1/subscriptions?customer={customer}&status=all&limit=100")).await;
        assert!(list["data"].as_array().unwrap().contains(subscription));
        assert_eq!(stripe.get(&format!("/v1/subscriptions/{}", id(subscription))).await, *subscription);
        let list = stripe.get(&format!("/v1/invoices?subscription={}&limit=100", id(subscription))).await;
        let own = |it: &&Value| it["parent"]["subscription_details"]["subscription"] == subscription["id"];
        assert_eq!(list["data"].as_array().unwrap().len(), invoices.values().filter(own).count().min(100));
    }
    check_discounts(&state);
    money::check(&state);
    check_events(&state);
    entitlements::check(stripe, &state).await;
    shapes::reads_everything(&state);
}
