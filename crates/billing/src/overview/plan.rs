//! The parts of one plan: products, prices, discounts and a pending change.

use std::collections::BTreeSet;

use mirror::{
    Discount,
    entity::{subscription, subscription_item},
};
use serde::Deserialize;
use time::OffsetDateTime;

use crate::{
    debts,
    facts::BillingFacts,
    model::{self, Lasts, Money, Off, PendingUpdate, Period, PlanItem},
    subscription::{SubscriptionWithItems, time},
};

/// The maximum number of products in a plan's name.
const NAMED: usize = 3;

/// The names of the first products, each once, and the number of further products. With several
/// products, each has its quantity if one item gives it.
pub(crate) fn names(
    facts: &BillingFacts,
    SubscriptionWithItems { items, .. }: &SubscriptionWithItems,
) -> (String, usize) {
    let mut names: Vec<(String, Vec<&subscription_item::Model>)> = Vec::new();
    for item in items {
        let name = facts.product_name(&item.product_id);
        match names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, items)) => items.push(item),
            None => names.push((name, vec![item])),
        }
    }
    let alone = names.len() == 1;
    let named = names.iter().take(NAMED).map(|(name, items)| match items.as_slice() {
        [item] if !alone && item.quantity.is_some_and(|quantity| quantity > 1) => {
            format!("{} × {}", item.quantity.unwrap_or_default(), name)
        }
        _ => name.clone(),
    });
    (named.collect::<Vec<_>>().join(" + "), names.len().saturating_sub(NAMED))
}

/// The items, with their prices.
pub(crate) fn items(
    facts: &BillingFacts,
    SubscriptionWithItems { subscription, items }: &SubscriptionWithItems,
) -> Vec<PlanItem> {
    let ends: BTreeSet<_> = items.iter().map(|item| item.current_period_end).collect();
    let plus_tax = subscription.upcoming_tax_added.is_some_and(|tax| tax > 0);
    items
        .iter()
        .map(|item| PlanItem {
            name: facts.product_name(&item.product_id),
            quantity: item.quantity.filter(|_| !item.is_metered),
            price: item.unit_amount.filter(|_| !item.is_metered).zip(item.currency.clone()).map(money),
            every: item.interval.as_deref().and_then(|it| Period::from_stripe(it, item.interval_count.unwrap_or(1))),
            plus_tax,
            renews: time(Some(item.current_period_end)).filter(|_| ends.len() > 1),
        })
        .collect()
}

fn money((amount, currency): (i64, String)) -> Money {
    Money { amount, currency }
}

/// The current discounts.
pub(crate) fn discounts(
    facts: &BillingFacts,
    SubscriptionWithItems { subscription, items }: &SubscriptionWithItems,
    now: OffsetDateTime,
) -> Vec<model::Discount> {
    let kept = Vec::<Discount>::deserialize(&subscription.discounts).unwrap_or_default();
    let on = |discount: &Discount| {
        let item = items.iter().find(|item| Some(&item.id) == discount.item.as_ref())?;
        (items.len() > 1).then(|| facts.product_name(&item.product_id))
    };
    let lasts = |discount: &Discount| match time(discount.end) {
        Some(end) => (end > now).then_some(Lasts::Until(end)),
        None if discount.once => Some(Lasts::Once),
        None => Some(Lasts::Forever),
    };
    let shown = |discount: Discount| {
        let amount = || Some(Off::Amount(money((discount.amount_off?, discount.currency.clone()?))));
        let off = discount.percent_off.clone().map(Off::Percent).or_else(amount)?;
        Some(model::Discount { off, on: on(&discount), lasts: lasts(&discount)? })
    };
    kept.into_iter().filter_map(shown).collect()
}

/// A requested change that takes effect once its invoice is paid.
pub(crate) fn pending_update(
    facts: &BillingFacts,
    subscription: &subscription::Model,
    now: OffsetDateTime,
) -> Option<PendingUpdate> {
    let until = time(subscription.raw["pending_update"]["expires_at"].as_i64()).filter(|until| *until > now)?;
    let row = debts::of_pending_update(facts, subscription).filter(|row| row.has_page);
    let invoice = row.map(|row| (row.id.clone(), money((row.amount_remaining, row.currency.clone()))));
    Some(PendingUpdate { until, invoice, is_processing: row.is_some_and(|row| debts::is_processing(facts, row)) })
}
