//! Changes that a schedule makes later.

use billing::{NewPlan, ScheduledChange};

use crate::{
    say,
    text::{
        Reader,
        period::{every, per},
    },
};

/// "Team ($29.00 per month) is added to your plan on December 22, 2026."
pub(super) fn change(change: &ScheduledChange, date: &str, reader: &Reader) -> String {
    match change {
        ScheduledChange::To(plan) => say!(reader, "change-to", plan = new_plan(plan, reader), date = date),
        ScheduledChange::Interval { every: period, amount: None } => {
            say!(reader, "change-of-interval", every = every(*period, reader), date = date)
        }
        ScheduledChange::Interval { every: period, amount: Some(amount) } => say!(
            reader,
            "change-of-interval-and-amount",
            every = every(*period, reader),
            amount = reader.money(amount),
            date = date
        ),
        ScheduledChange::Replaces { from, to } => {
            say!(reader, "change-of-item", from = from.as_str(), plan = new_plan(to, reader), date = date)
        }
        ScheduledChange::Quantity(plan) => {
            say!(reader, "change-of-quantity", plan = new_plan(plan, reader), date = date)
        }
        ScheduledChange::Adds(plan) => say!(reader, "change-adds", plan = new_plan(plan, reader), date = date),
        ScheduledChange::Removes(name) => say!(reader, "change-removes", name = name.as_str(), date = date),
        ScheduledChange::Other => say!(reader, "change-unknown", date = date),
    }
}

/// "5 × Team ($145.00 per month)"
fn new_plan(to: &NewPlan, reader: &Reader) -> String {
    let plan = match to.quantity {
        count @ 2.. => say!(reader, "many-of-plan", count = count, plan = to.name.as_str()),
        _ => to.name.clone(),
    };
    match (&to.amount, to.every) {
        (Some(amount), Some(every)) => {
            say!(reader, "plan-at-price", plan = plan, amount = reader.money(amount), per = per(every, reader))
        }
        _ => plan,
    }
}
