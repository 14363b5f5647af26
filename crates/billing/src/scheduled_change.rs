//! A subscription's schedule, and the next change that it makes, from its rows.

use mirror::entity::{price, subscription, subscription_item};
use time::OffsetDateTime;

use crate::{
    facts::BillingFacts,
    model::{Money, NewPlan, Period, Schedule, ScheduledChange},
    subscription::{SubscriptionWithItems, time},
};

/// Whether a schedule manages the subscription at this time.
pub(crate) fn schedule(subscription: &subscription::Model, now: OffsetDateTime) -> Schedule {
    match time(subscription.next_phase_at) {
        _ if !subscription.has_schedule => Schedule::None,
        Some(at) if at > now => Schedule::ToCome,
        _ => Schedule::Settled,
    }
}

/// The next change after this time, and when it happens.
pub(crate) fn scheduled_change(
    facts: &BillingFacts,
    SubscriptionWithItems { subscription, items }: &SubscriptionWithItems,
    now: OffsetDateTime,
) -> Option<(OffsetDateTime, ScheduledChange)> {
    let at = time(subscription.change_at).filter(|at| *at > now)?;
    let price = |id: &str| facts.prices.get(id);
    let quantity = subscription.change_quantity.unwrap_or(1);
    let goes = subscription.change_from_price_id.as_deref();
    let goes = goes.map(|id| (id, items.iter().find(|item| item.price_id == id)));
    let change = match (goes, subscription.change_price_id.as_deref()) {
        (Some((from, Some(item))), Some(to)) => {
            let plan = new_plan(facts, price(to), quantity);
            let is_all = items.len() == 1;
            match other_interval(item, price(from), price(to), quantity).filter(|_| is_all) {
                Some(every) => ScheduledChange::Interval { every, amount: plan.amount },
                None if is_all => ScheduledChange::To(plan),
                None if from == to => ScheduledChange::Quantity(plan),
                None => ScheduledChange::Replaces { from: facts.product_name(&item.product_id), to: plan },
            }
        }
        (Some((_, Some(item))), None) => ScheduledChange::Removes(facts.product_name(&item.product_id)),
        (None, Some(to)) if price(to).is_some() => ScheduledChange::Adds(new_plan(facts, price(to), quantity)),
        _ => ScheduledChange::Other,
    };
    Some((at, change))
}

/// The new interval, if only that changes: the same product and quantity.
fn other_interval(
    item: &subscription_item::Model,
    from: Option<&price::Model>,
    to: Option<&price::Model>,
    quantity: i64,
) -> Option<Period> {
    let (from, to) = (from?, to?);
    let is_same = from.product_id == to.product_id && item.quantity.unwrap_or(1) == quantity;
    every(to).filter(|to| is_same && every(from) != Some(*to))
}

fn new_plan(facts: &BillingFacts, price: Option<&price::Model>, quantity: i64) -> NewPlan {
    let amount = |price: &price::Model| {
        let amount = price.unit_amount?.checked_mul(quantity)?;
        Some(Money { amount, currency: price.currency.clone() })
    };
    NewPlan {
        // A price that is not mirrored: Stripe no longer has it, or it could not be fetched yet.
        name: price.map_or_else(|| "another plan".to_owned(), |price| facts.product_name(&price.product_id)),
        quantity,
        amount: price.and_then(amount),
        every: price.and_then(every),
    }
}

fn every(price: &price::Model) -> Option<Period> {
    Period::from_stripe(price.interval.as_deref()?, price.interval_count.unwrap_or(1))
}
