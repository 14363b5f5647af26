//! What a change in the middle of a period gives back and asks for.

use super::lines::{amount, blank, product_name, whole_periods};
use crate::pages::plain_date;
use crate::state::{Item, Line, Price, ProrationBehavior, State, Status, Subscription};

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
    for old in &before.items {
        let new = after.items.iter().find(|item| item.id == old.id);
        if new.is_some_and(|new| new.price == old.price && new.quantity == old.quantity) {
            continue;
        }
        changes.prorated.extend(part(state, old, now, Part::Unused));
        let same_period = |new: &&Item| new.current_period_end == old.current_period_end;
        if let Some(new) = new.filter(same_period) {
            changes.prorated.extend(part(state, new, now, Part::Remaining));
        }
    }
    changes.whole = whole_periods(state, after, |item| {
        let old = before.items.iter().find(|old| old.id == item.id);
        old.is_some_and(|old| old.current_period_end != item.current_period_end)
    });
    for new in after.items.iter().filter(|item| before.items.iter().all(|old| old.id != item.id)) {
        changes.prorated.extend(part(state, new, now, Part::Remaining));
    }
    changes
}

enum Part {
    Unused,
    Remaining,
}

/// `None` when it comes to nothing.
fn part(state: &State, item: &Item, now: i64, part: Part) -> Option<Line> {
    let price = state.get::<Price>(&item.price)?;
    let whole = i128::from(amount(price, item.quantity));
    let length = i128::from((item.current_period_end - item.current_period_start).max(1));
    let left = i128::from((item.current_period_end - now).max(0)).min(length);
    let share = i64::try_from((whole * left + length / 2) / length).unwrap_or(i64::MAX);
    let of = match item.quantity {
        1 => product_name(state, price).to_owned(),
        quantity => format!("{quantity} × {}", product_name(state, price)),
    };
    let after = plain_date(now);
    let (amount, description) = match part {
        Part::Unused => (-share, format!("Unused time on {of} after {after}")),
        Part::Remaining => (share, format!("Remaining time on {of} after {after}")),
    };
    (amount != 0).then(|| Line { amount, description, period_start: now, proration: true, ..blank(item) })
}
