//! English: debts, their dates, and payments in progress.

use billing::{Debt, DebtState, Due, Standing, Sum};

use crate::text::formats::Formats;

/// An invoice in a list: "$12.00, due since October 16, 2026"
pub fn debt(debt: &Debt, formats: &Formats) -> String {
    let amount = formats.money(&debt.amount);
    match debt.state {
        DebtState::Overdue(since) => format!("{amount}, due since {}", formats.date(since)),
        DebtState::Upcoming(by) => format!("{amount}, due on {}", formats.date(by)),
        DebtState::Processing => format!("{amount}, being processed"),
    }
}

/// The line for entries that a list leaves out.
pub fn more_debts(count: usize) -> String {
    format!("And {count} more, under Invoices")
}

/// The sentence about debts that do not change the standing of a plan.
pub(super) fn owing(plan: &Standing, due: &Due, formats: &Formats) -> String {
    let is_over = matches!(plan, Standing::Ended { .. } | Standing::CanceledPaidUntil { .. });
    let overdue = due.overdue().map(|sum| {
        let (amount, since) = (owed(&sum, formats), formats.date(sum.due));
        if is_over {
            format!("{amount} from {since} is still due.")
        } else {
            format!("{amount} has been due since {since}.")
        }
    });
    sentences(overdue, Some(due), formats)
}

pub(super) fn past_due(due: Option<&Due>, formats: &Formats) -> String {
    let overdue = urgent(due, |sum| {
        let Some((sum, due)) = sum.zip(due) else {
            return "A payment did not go through. Update your payment method to keep your plan.".to_owned();
        };
        let (amount, since) = (owed(sum, formats), formats.date(sum.due));
        let (payment, has, it) = match sum.invoices {
            1 => ("A payment", "has", "it"),
            _ => ("Payments", "have", "them"),
        };
        let unpaid = format!("{payment} of {amount} did not go through and {has} been due since {since}.");
        match due.next_attempt {
            _ if due.by_hand => format!("{amount} {has} been due since {since}. Pay {it} to keep your plan."),
            Some(at) => format!("{unpaid} Update your payment method before we try again on {}.", formats.date(at)),
            None => format!("{unpaid} Update your payment method to keep your plan."),
        }
    });
    sentences(overdue, due, formats)
}

pub(super) fn unpaid(due: Option<&Due>, formats: &Formats) -> String {
    let overdue = urgent(due, |sum| {
        let owed = match sum {
            Some(sum) => format!("{} has been due since {}", owed(sum, formats), formats.date(sum.due)),
            None => "A payment is missing".to_owned(),
        };
        format!("{owed}, and we have stopped trying to collect it. Pay it to get your plan back.")
    });
    sentences(overdue, due, formats)
}

/// `when`: until when it can be completed.
pub(super) fn incomplete(due: Option<&Due>, when: &str, formats: &Formats) -> String {
    if let Some(amount) = due.filter(|due| due.is_processing()).and_then(Due::processing) {
        return being_processed("Your first payment", &formats.money(&amount));
    }
    let overdue = urgent(due, |sum| {
        let amount = sum.map(|sum| format!(" of {}", owed(sum, formats))).unwrap_or_default();
        format!("Your first payment{amount} is not complete. Finish it {when}, and your plan begins.")
    });
    sentences(overdue, due, formats)
}

/// The sentence for an overdue payment, also if its amount is unknown.
fn urgent(due: Option<&Due>, say: impl FnOnce(Option<&Sum>) -> String) -> Option<String> {
    match due.map(Due::overdue) {
        None => Some(say(None)),
        Some(overdue) => overdue.as_ref().map(|sum| say(Some(sum))),
    }
}

/// Adds to the overdue amount what is due later and what is being processed.
pub(super) fn sentences(overdue: Option<String>, due: Option<&Due>, formats: &Formats) -> String {
    let upcoming = due.and_then(Due::upcoming).map(|sum| {
        let first = if sum.invoices > 1 { ", first" } else { "" };
        format!("{} is due{first} on {}.", owed(&sum, formats), formats.date(sum.due))
    });
    let processing = due.and_then(Due::processing).map(|amount| being_processed("A payment", &formats.money(&amount)));
    [overdue, upcoming, processing].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn being_processed(payment: &str, amount: &str) -> String {
    format!("{payment} of {amount} is being processed. This can take several days; you don't need to do anything.")
}

/// "$24.00 (2 invoices)"
pub(super) fn owed(sum: &Sum, formats: &Formats) -> String {
    let amount = formats.money(&sum.amount);
    if sum.invoices > 1 { format!("{amount} ({} invoices)", sum.invoices) } else { amount }
}
