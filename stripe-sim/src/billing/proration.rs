//! What a change in the middle of a period gives back and asks for.

use super::discounts::{asked_for, net_of};
use super::lines::{blank, counted, natural_length, product_name, whole_periods};
use super::usage::{is_metered, used};
use crate::pages::short_date;
use crate::period;
use crate::state::{
    BillingMode, Credited, Invoice, Item, Line, Price, ProrationBehavior, State, Status, Subscription, interval_of,
    share,
};

#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Credit for time that will not be used, and charges for time that will.
    pub prorated: Vec<Line>,
    /// New periods that begin with the change; these are asked for at once.
    pub whole: Vec<Line>,
}

impl Changes {
    /// What the customer pays with the change, and not with the next invoice.
    pub fn asked_at_once(&self, behavior: ProrationBehavior) -> Vec<Line> {
        let with_prorations = match behavior {
            ProrationBehavior::AlwaysInvoice => true,
            ProrationBehavior::CreateProrations => !self.whole.is_empty(),
            ProrationBehavior::None => false,
        };
        let prorated = self.prorated.iter().filter(|_| with_prorations);
        prorated.chain(&self.whole).cloned().collect()
    }
}

pub(crate) fn changes(state: &State, before: &Subscription, after: &Subscription, now: i64) -> Changes {
    let mut changes = Changes::default();
    if !matches!(after.status, Status::Active | Status::PastDue) {
        return changes;
    }
    if before.status == Status::Trialing {
        // The trial has ended with the change, and nothing had been paid for.
        changes.whole = whole_periods(state, after, |_| true);
        return changes;
    }
    // Another rhythm begins anew only where the whole subscription does.
    let is_reset =
        after.billing_mode == BillingMode::Classic || after.billing_cycle_anchor != before.billing_cycle_anchor;
    for old in &before.items {
        let new = after.items.iter().find(|item| item.id == old.id);
        let same_period = |new: &&Item| new.current_period_end == old.current_period_end;
        if new.is_some_and(|new| new.price == old.price && new.quantity == old.quantity && same_period(&new)) {
            continue;
        }
        if is_metered(state, old) {
            // Nothing was paid in advance; what was used so far is asked for.
            changes.prorated.extend(used(state, before, old, now).filter(|line| line.amount != 0));
        } else {
            let paid = asked_for(state, before, old).unwrap_or_else(|| full(state, before, old, now));
            changes.prorated.extend(part(state, before, old, paid, now, Part::Unused));
        }
        if let Some(new) = new.filter(|new| same_period(new) || !is_reset) {
            changes.prorated.extend(part(state, after, new, full(state, after, new, now), now, Part::Remaining));
        }
    }
    changes.whole = whole_periods(state, after, |item| {
        if is_metered(state, item) {
            return false;
        }
        let old = before.items.iter().find(|old| old.id == item.id);
        is_reset && old.is_some_and(|old| old.current_period_end != item.current_period_end)
    });
    for new in after.items.iter().filter(|item| before.items.iter().all(|old| old.id != item.id)) {
        changes.prorated.extend(part(state, after, new, full(state, after, new, now), now, Part::Remaining));
    }
    changes
}

/// What the rest of each item's present period costs.
pub(crate) fn remaining(
    state: &State,
    subscription: &Subscription,
    now: i64,
    wanted: impl Fn(&Item) -> bool,
) -> Vec<Line> {
    let items = subscription.items.iter().filter(|item| wanted(item));
    let rest =
        |item: &Item| part(state, subscription, item, full(state, subscription, item, now), now, Part::Remaining);
    items.filter_map(rest).collect()
}

/// What a whole period costs, and how long it is.
fn full(state: &State, subscription: &Subscription, item: &Item, now: i64) -> (i64, i64) {
    (net_of(state, subscription, item, now), length(state, subscription, item, now))
}

enum Part {
    Unused,
    Remaining,
}

/// Of what a whole period costs or has cost, and how long that is. `None` when it comes to nothing.
fn part(
    state: &State,
    subscription: &Subscription,
    item: &Item,
    (whole, length): (i64, i64),
    now: i64,
    part: Part,
) -> Option<Line> {
    let price = state.get::<Price>(&item.price).filter(|price| !price.is_metered())?;
    let left = (item.current_period_end - now).clamp(0, length);
    let share = share(whole, left, length);
    let of = match item.quantity {
        1 => product_name(state, price).to_owned(),
        quantity => format!("{} × {}", counted(state, price, quantity), product_name(state, price)),
    };
    let after = short_date(now);
    let (amount, description) = match part {
        Part::Unused => (-share, format!("Unused time on {of} after {after}")),
        Part::Remaining => (share, format!("Remaining time on {of} after {after}")),
    };
    let credited = match part {
        Part::Unused => original(state, subscription, item, now),
        Part::Remaining => None,
    };
    let unit_amount = Some(decimal(amount, item.quantity));
    let line = Line { amount, description, period_start: now, proration: true, credited, unit_amount, ..blank(item) };
    (amount != 0).then_some(line)
}

/// Of the whole period an item is in, which it may have come into in the middle: from another rhythm, or with a first
/// one that only leads to the anchor.
fn length(state: &State, subscription: &Subscription, item: &Item, now: i64) -> i64 {
    let (start, end) = (item.current_period_start, item.current_period_end);
    if end == subscription.billing_cycle_anchor && subscription.trial_end != Some(end) {
        return natural_length(state, item).max(end - start);
    }
    let whole = interval_of(state, &item.price)
        .map(|(interval, every)| period::around(subscription.billing_cycle_anchor, interval, every, now))
        .filter(|whole| whole.1 == end);
    (end - whole.map_or(start, |whole| whole.0)).max(1)
}

/// The line that asked for what is given back now.
fn original(state: &State, subscription: &Subscription, item: &Item, now: i64) -> Option<Credited> {
    let asked = |line: &&Line| {
        line.subscription_item == item.id && line.price == item.price && line.amount > 0 && line.period_end > now
    };
    let mut invoices = state.invoices.with("subscription", &subscription.id).rev();
    invoices.find_map(|invoice: &Invoice| {
        let lines: Vec<_> = invoice.lines.iter().filter(asked).map(|line| line.id.clone()).collect();
        (!lines.is_empty()).then(|| Credited { invoice: invoice.id.clone(), lines })
    })
}

/// What one of `quantity` comes to, as exactly as Stripe tells it.
fn decimal(amount: i64, quantity: i64) -> String {
    const DIGITS: u32 = 12;
    let (amount, quantity) = (i128::from(amount), i128::from(quantity.max(1)));
    let scaled = amount * 10_i128.pow(DIGITS) / quantity;
    let (whole, rest) = (scaled / 10_i128.pow(DIGITS), (scaled % 10_i128.pow(DIGITS)).unsigned_abs());
    let sign = if scaled < 0 && whole == 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{rest:012}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn a_unit_is_told_exactly() {
        let told = [(-1000, 1), (1000, 3), (-1, 2), (0, 5), (7, 4)].map(|(amount, quantity)| decimal(amount, quantity));
        assert_eq!(told, ["-1000", "333.333333333333", "-0.5", "0", "1.75"]);
    }
}
