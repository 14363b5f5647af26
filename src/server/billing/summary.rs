//! From Stripe's fields and the time to what the customer is told: one pure function, so that
//! every page says the same and every case can be tested.

use std::collections::HashMap;

use time::OffsetDateTime;

use crate::{
    model::{Next, PlanSummary, Status},
    server::db::entity::{subscription, subscription_item},
};

/// A subscription with its items.
pub type Subscribed = (subscription::Model, Vec<subscription_item::Model>);

/// What to say about a customer who has these subscriptions. `product_names` is by product id.
pub fn summarize(all: Vec<Subscribed>, product_names: &HashMap<String, String>, now: OffsetDateTime) -> PlanSummary {
    let Some((subscription, items)) = current(all) else {
        return PlanSummary { plan: FREE.to_owned(), status: None, period_end: None, next: None };
    };
    let status = status(&subscription);
    if status.is_ended() {
        let ended = time(subscription.ended_at.or(subscription.canceled_at));
        return PlanSummary {
            plan: FREE.to_owned(),
            status: Some(status),
            period_end: None,
            next: ended.map(Next::Ended),
        };
    }
    let period_end = time(items.iter().map(|item| item.current_period_end).max());
    PlanSummary {
        plan: plan_name(&items, product_names),
        status: Some(status),
        period_end,
        next: next(&subscription, status, period_end, now),
    }
}

const FREE: &str = "Free";

/// Stripe has two ways of saying "cancels later": classic billing sets `cancel_at_period_end`,
/// flexible billing only `cancel_at`. Either one means it.
fn next(
    subscription: &subscription::Model,
    status: Status,
    period_end: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Option<Next> {
    let ends = time(subscription.cancel_at).or(period_end.filter(|_| subscription.cancel_at_period_end));
    match (ends, status) {
        (Some(at), _) if at <= now => Some(Next::Ended(at)),
        (Some(at), _) => Some(Next::Ends(at)),
        // A date that has passed means that news is on its way; it is not announced as to come.
        (None, Status::Active) => period_end.filter(|at| *at > now).map(Next::Renews),
        (None, Status::Trialing) => {
            time(subscription.trial_end).or(period_end).filter(|at| *at > now).map(Next::TrialEnds)
        }
        (None, _) => None,
    }
}

/// The one subscription to speak of: what is paid for before what needs attention, before what is
/// over; among equals the newest.
pub(super) fn current(all: Vec<Subscribed>) -> Option<Subscribed> {
    all.into_iter().min_by_key(|(subscription, _)| {
        let rank = match status(subscription) {
            Status::Active | Status::Trialing => 0,
            Status::PastDue => 1,
            Status::Unpaid | Status::Paused | Status::Other => 2,
            Status::Incomplete => 3,
            Status::Canceled => 4,
            Status::IncompleteExpired => 5,
        };
        (rank, -subscription.created_at)
    })
}

pub(super) fn status(subscription: &subscription::Model) -> Status {
    Status::from_stripe(&subscription.status)
}

/// The names of what is subscribed to; a product not mirrored yet is named by its id.
fn plan_name(items: &[subscription_item::Model], names: &HashMap<String, String>) -> String {
    let mut plans: Vec<&str> = Vec::new();
    for item in items {
        let name = names.get(&item.product_id).unwrap_or(&item.product_id);
        if !plans.contains(&name.as_str()) {
            plans.push(name);
        }
    }
    plans.join(" + ")
}

fn time(seconds: Option<i64>) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(seconds?).ok()
}

#[cfg(test)]
mod tests;
