//! What metered items ask for when their period is over: by what was used in it.

use super::lines::{blank, counted, product_name, whole_periods};
use crate::state::{Item, Line, Meter, Price, State, Subscription};

/// The meter of an item, if it is metered.
fn meter_of<'a>(state: &'a State, item: &Item) -> Option<(&'a Price, &'a Meter)> {
    let price = state.get::<Price>(&item.price)?;
    let meter = price.recurring.as_ref()?.meter.as_ref()?;
    Some((price, state.get(meter)?))
}

pub(crate) fn is_metered(state: &State, item: &Item) -> bool {
    meter_of(state, item).is_some()
}

/// A line for what was used of an item until a time; `None` where it has no meter.
pub(super) fn used(state: &State, subscription: &Subscription, item: &Item, until: i64) -> Option<Line> {
    let (price, meter) = meter_of(state, item)?;
    let from = item.current_period_start.max(item.usage_billed_until);
    // What is used in the same second counts, too.
    let until = (until + 1).min(item.current_period_end);
    let quantity = meter.usage(state, &subscription.customer, from, until.max(from));
    Some(Line {
        amount: price.amount(quantity, &subscription.currency),
        description: format!("{} × {}", counted(state, price, quantity), product_name(state, price)),
        period_start: from,
        period_end: until,
        quantity,
        ..blank(item)
    })
}

/// What a renewal asks for: the new periods of what is paid in advance, and what was used in those that are over.
pub(crate) fn renewal(state: &State, before: &Subscription, after: &Subscription, at: i64) -> Vec<Line> {
    let is_new = |item: &Item| item.current_period_start >= at && !is_metered(state, item);
    let over = before.items.iter().filter(|item| item.current_period_end <= at);
    let used = over.filter_map(|item| used(state, before, item, at));
    whole_periods(state, after, is_new).into_iter().chain(used).collect()
}

/// What has been used and not been asked for yet.
pub(crate) fn outstanding(state: &State, subscription: &Subscription, until: i64) -> Vec<Line> {
    let lines = subscription.items.iter().filter_map(|item| used(state, subscription, item, until));
    lines.filter(|line| line.amount != 0).collect()
}
