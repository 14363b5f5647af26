//! One subscription: its standing, and whether it grants what its products have.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::Value;

use super::policy::Policy;

/// For so long after the oldest open invoice a plan that is past due goes on.
const GRACE: i64 = 14 * 86_400;

/// The subscription's standing in one word, and whether it grants.
pub fn verdict(subscription: &Value, state: &Value, policy: &Policy, now: i64) -> (&'static str, bool) {
    let it = subscription;
    let charging = it["pause_collection"]["behavior"].as_str();
    let is_served = charging.is_none_or(|behavior| ["keep_as_draft", "mark_uncollectible"].contains(&behavior));
    let is_set_to_end = it["cancel_at_period_end"] == true || !it["cancel_at"].is_null();
    match it["status"].as_str().unwrap_or_default() {
        "active" | "trialing" if is_set_to_end => ("canceling", is_served),
        "active" | "trialing" if charging.is_some() => ("collection_paused", is_served),
        "active" => ("active", true),
        "trialing" => ("trialing", true),
        "past_due" => ("past_due", is_served && past_due_since(it, state).is_some_and(|since| now < since + GRACE)),
        "unpaid" => ("unpaid", false),
        "incomplete" => ("incomplete", false),
        "paused" => {
            let is_wanted = it["status_details"]["paused"]["subscription"]["type"] == "pause_requested";
            ("paused", is_wanted && policy.pause_requested)
        }
        "canceled" if is_paid(it, state, now) => ("canceled_paid_until", true),
        "canceled" | "incomplete_expired" => ("ended", false),
        _ => ("unknown", true),
    }
}

/// The smallest is the one that counts first: what goes on, what is paid, what is newest.
pub fn rank(subscription: &Value) -> (u8, Reverse<i64>, String) {
    let rank = match subscription["status"].as_str().unwrap_or_default() {
        "active" | "trialing" => 0,
        "past_due" => 1,
        "incomplete" => 3,
        "canceled" => 4,
        "incomplete_expired" => 5,
        _ => 2,
    };
    (rank, Reverse(seconds(&subscription["created"])), subscription["id"].to_string())
}

/// How many of each product were bought; `None` of what is paid by its use.
pub fn quantities(subscription: &Value) -> BTreeMap<String, Option<u64>> {
    let mut quantities: BTreeMap<String, Option<u64>> = BTreeMap::new();
    for item in items(subscription) {
        let product = item["price"]["product"].as_str().unwrap_or_default();
        let sum = quantities.entry(product.to_owned()).or_default();
        *sum = match (*sum, item["quantity"].as_u64()) {
            (Some(sum), Some(more)) => Some(sum + more),
            (sum, more) => sum.or(more),
        };
    }
    quantities
}

fn past_due_since(subscription: &Value, state: &Value) -> Option<i64> {
    let open = invoices(subscription, state).filter(|it| it["status"] == "open" && it["amount_remaining"] != 0);
    let oldest = open.map(|it| it["due_date"].as_i64().unwrap_or_else(|| seconds(&it["created"]))).min();
    oldest.or_else(|| items(subscription).map(|item| seconds(&item["current_period_start"])).max())
}

/// Whether it was canceled within a period that was paid, and is not over: by its newest invoice, if nobody got the money
/// back.
fn is_paid(subscription: &Value, state: &Value, now: i64) -> bool {
    let times = |field| items(subscription).map(move |item| seconds(&item[field])).max().unwrap_or_default();
    let canceled = subscription["ended_at"].as_i64().or(subscription["canceled_at"].as_i64());
    let ends = times("current_period_end");
    // Of two of the same second nobody knows which is the newer one.
    let newest =
        invoices(subscription, state).max_by_key(|it| (seconds(&it["created"]), Reverse(it["id"].to_string())));
    newest.is_some_and(|it| {
        it["status"] == "paid"
            && seconds(&it["created"]) >= times("current_period_start")
            && is_kept(it, state)
            && canceled.is_some_and(|canceled| canceled < ends)
            && now < ends
    })
}

fn is_kept(invoice: &Value, state: &Value) -> bool {
    let payments = all(state, "invoice_payments").filter(|it| it["invoice"] == invoice["id"]);
    let paid_by: BTreeSet<&str> = payments.filter_map(|it| it["payment"]["payment_intent"].as_str()).collect();
    let is_its_own = |it: &&Value| it["payment_intent"].as_str().is_some_and(|id| paid_by.contains(id));
    let charges: Vec<_> = all(state, "charges").filter(is_its_own).collect();
    let refunded: i64 = charges.iter().map(|it| seconds(&it["amount_refunded"])).sum();
    let is_lost = |dispute: &Value| {
        let status = dispute["status"].as_str().unwrap_or_default();
        !matches!(status, "won" | "prevented") && !status.starts_with("warning_")
    };
    let mut disputes = all(state, "disputes").filter(|it| charges.iter().any(|charge| charge["id"] == it["charge"]));
    let credited = seconds(&invoice["post_payment_credit_notes_amount"]);
    seconds(&invoice["total"]) > refunded.max(credited) && !disputes.any(is_lost)
}

/// Drafts are nobody's yet.
fn invoices<'a>(subscription: &'a Value, state: &'a Value) -> impl Iterator<Item = &'a Value> {
    all(state, "invoices").filter(|it| {
        it["status"] != "draft" && it["parent"]["subscription_details"]["subscription"] == subscription["id"]
    })
}

fn items(subscription: &Value) -> impl Iterator<Item = &Value> {
    subscription["items"]["data"].as_array().into_iter().flatten()
}

/// Stripe's objects of this kind.
pub fn all<'a>(state: &'a Value, kind: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    state[kind].as_array().into_iter().flatten()
}

/// A time, or another whole number.
fn seconds(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}
