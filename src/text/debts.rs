//! Debts, their dates, and payments in progress.

use billing::{Debt, DebtState, Due, Standing, Sum};

use crate::{say, text::Reader};

/// An invoice in a list: "$12.00, due since October 16, 2026"
pub fn debt(debt: &Debt, reader: &Reader) -> String {
    let amount = reader.money(&debt.amount);
    match debt.state {
        DebtState::Overdue(since) => say!(reader, "debt-overdue", amount = amount, date = reader.date(since)),
        DebtState::Upcoming(by) => say!(reader, "debt-upcoming", amount = amount, date = reader.date(by)),
        DebtState::Processing => say!(reader, "debt-processing", amount = amount),
    }
}

/// "$24.00 (2 invoices)"
pub fn owed(sum: &Sum, reader: &Reader) -> String {
    let amount = reader.money(&sum.amount);
    if sum.invoices > 1 { say!(reader, "sum-of-invoices", amount = amount, count = sum.invoices) } else { amount }
}

/// The sentences about debts that do not change the standing of a plan.
pub(super) fn owing(plan: &Standing, due: &Due, reader: &Reader) -> Vec<String> {
    let is_over = matches!(plan, Standing::Ended { .. } | Standing::CanceledPaidUntil { .. });
    let overdue = due.overdue().map(|sum| {
        let (amount, since) = (owed(&sum, reader), reader.date(sum.due));
        if is_over {
            say!(reader, "still-due-after-end", amount = amount, date = since)
        } else {
            say!(reader, "still-due", amount = amount, date = since)
        }
    });
    overdue.into_iter().chain(later(due, reader)).collect()
}

/// What is due later, and what is being processed.
pub(super) fn later(due: &Due, reader: &Reader) -> Vec<String> {
    let upcoming =
        due.upcoming().map(|sum| say!(reader, "due-later", amount = owed(&sum, reader), date = reader.date(sum.due)));
    let processing = due.processing().map(|amount| say!(reader, "processing", amount = reader.money(&amount)));
    upcoming.into_iter().chain(processing).collect()
}
