//! Which invoices are owed, and whether each is shown with its plan or separately. Pure, like
//! `standing`.

use std::{cmp::Reverse, collections::HashSet};

use mirror::entity::{invoice, subscription};
use time::OffsetDateTime;

use crate::{
    facts::BillingFacts,
    model::{Debt, DebtState, Due, Money, PauseReason, Plan, Standing, Status},
    subscription::{is_sent_invoices, status, time},
};

/// Stripe's names of payment methods that take days.
const DEBITS: [&str; 6] =
    ["acss_debit", "au_becs_debit", "bacs_debit", "nz_bank_account", "sepa_debit", "us_bank_account"];

/// What is owed for the subscription. An uncollectible invoice is included only if nothing else
/// would restore the plan.
pub(crate) fn due(facts: &BillingFacts, subscription: &subscription::Model, now: OffsetDateTime) -> Option<Due> {
    let of_change = of_pending_update(facts, subscription).map(|invoice| invoice.id.as_str());
    let open = open_invoices_of(facts, subscription);
    let mut owed: Vec<_> = open.filter(|invoice| of_change != Some(invoice.id.as_str())).collect();
    let waits = match status(subscription) {
        Status::PastDue | Status::Unpaid | Status::Incomplete => true,
        Status::Paused => PauseReason::from_stripe(subscription.paused_reason.as_deref()).is_for_want_of_payment(),
        _ => false,
    };
    if owed.is_empty() && waits {
        let given_up = invoices_of(facts, subscription).filter(|invoice| is_given_up(invoice));
        owed.extend(given_up.max_by_key(|invoice| invoice.created_at));
    }
    let next_attempt = owed.iter().filter_map(|invoice| time(invoice.next_attempt_at)).filter(|at| *at > now).min();
    let debts = debts(facts, owed, now);
    (!debts.is_empty()).then(|| Due { debts, next_attempt, by_hand: is_sent_invoices(subscription) })
}

/// Adds what is owed to a standing that does not contain it.
pub(crate) fn owing(standing: Standing, due: Option<Due>) -> Standing {
    match due {
        Some(due) => Standing::Owing { plan: Box::new(standing), due },
        None => standing,
    }
}

/// Debts that are not shown with any of the plans.
pub(crate) fn besides(facts: &BillingFacts, plans: &[Plan], now: OffsetDateTime) -> Vec<Debt> {
    let told = plans.iter().filter_map(|plan| plan.standing.due()).flat_map(|due| &due.debts);
    let of_changes = facts.subscriptions.iter().filter_map(|each| of_pending_update(facts, &each.subscription));
    let of_changes = of_changes.map(|invoice| invoice.id.as_str());
    let told: HashSet<_> = told.map(|debt| debt.invoice.as_str()).chain(of_changes).collect();
    let owed = facts.invoices.iter().filter(|invoice| is_open(invoice) && !told.contains(invoice.id.as_str()));
    debts(facts, owed.filter(|invoice| !is_of_a_start(facts, invoice)).collect(), now)
}

/// The invoice that a change of the plan waits for. It is not a debt: if it is not paid in time,
/// the change is dropped and Stripe voids the invoice.
pub(crate) fn of_pending_update<'a>(
    facts: &'a BillingFacts,
    subscription: &'a subscription::Model,
) -> Option<&'a invoice::Model> {
    if !subscription.raw["pending_update"].is_object() {
        return None;
    }
    let latest = subscription.raw["latest_invoice"].as_str();
    invoices_of(facts, subscription)
        .find(|invoice| is_open(invoice) && latest.is_none_or(|latest| latest == invoice.id))
}

/// Whether the invoice can be paid on its page, even if it is not owed.
pub(crate) fn can_be_paid(facts: &BillingFacts, invoice: &invoice::Model) -> bool {
    (is_open(invoice) || is_given_up(invoice))
        && invoice.has_page
        && !is_processing(facts, invoice)
        && !is_of_a_start(facts, invoice)
}

/// Whether the subscription's first payment was never made. It is not a debt: without the payment
/// the subscription expires.
pub(crate) fn is_unpaid_start(facts: &BillingFacts, subscription: &subscription::Model) -> bool {
    status(subscription) == Status::Incomplete
        && !invoices_of(facts, subscription).any(|invoice| is_open(invoice) && is_processing(facts, invoice))
}

pub(crate) fn invoices_of<'a>(
    facts: &'a BillingFacts,
    subscription: &'a subscription::Model,
) -> impl Iterator<Item = &'a invoice::Model> {
    let id = Some(subscription.id.as_str());
    facts.invoices.iter().filter(move |invoice| invoice.subscription_id.as_deref() == id)
}

/// Those that are open and not paid yet.
pub(crate) fn open_invoices_of<'a>(
    facts: &'a BillingFacts,
    subscription: &'a subscription::Model,
) -> impl Iterator<Item = &'a invoice::Model> {
    invoices_of(facts, subscription).filter(|invoice| is_open(invoice))
}

/// Those that are not paid yet, or were given up.
pub(crate) fn unpaid_invoices_of<'a>(
    facts: &'a BillingFacts,
    subscription: &'a subscription::Model,
) -> impl Iterator<Item = &'a invoice::Model> {
    invoices_of(facts, subscription).filter(|invoice| is_open(invoice) || is_given_up(invoice))
}

fn subscription_of<'a>(facts: &'a BillingFacts, invoice: &invoice::Model) -> Option<&'a subscription::Model> {
    let id = invoice.subscription_id.as_deref()?;
    facts.subscriptions.iter().map(|each| &each.subscription).find(|subscription| subscription.id == id)
}

/// Whether it is the first payment of a subscription that did not begin.
fn is_of_a_start(facts: &BillingFacts, invoice: &invoice::Model) -> bool {
    subscription_of(facts, invoice).is_some_and(|subscription| match status(subscription) {
        Status::Incomplete | Status::IncompleteExpired => !is_processing(facts, invoice),
        _ => false,
    })
}

fn is_open(invoice: &invoice::Model) -> bool {
    invoice.status == "open" && invoice.amount_remaining > 0
}

fn is_given_up(invoice: &invoice::Model) -> bool {
    invoice.status == "uncollectible" && invoice.amount_remaining > 0
}

/// Whether a payment is being processed. If that is unknown, a first debit counts as being
/// processed: it takes days and is not retried.
pub(crate) fn is_processing(facts: &BillingFacts, invoice: &invoice::Model) -> bool {
    let is_first_debit = |subscription: &subscription::Model| {
        let id = facts.payment_method_of(subscription);
        let method = facts.payment_methods.iter().find(|method| Some(method.id.as_str()) == id);
        status(subscription) == Status::Incomplete && method.is_some_and(|it| DEBITS.contains(&it.kind.as_str()))
    };
    invoice.is_processing.unwrap_or_else(|| subscription_of(facts, invoice).is_some_and(is_first_debit))
}

fn debts(facts: &BillingFacts, mut owed: Vec<&invoice::Model>, now: OffsetDateTime) -> Vec<Debt> {
    owed.sort_by_key(|invoice| Reverse((invoice.created_at, invoice.id.as_str())));
    let debt = |invoice: &invoice::Model| Debt {
        invoice: invoice.id.clone(),
        amount: Money { amount: invoice.amount_remaining, currency: invoice.currency.clone() },
        state: if is_processing(facts, invoice) { DebtState::Processing } else { state(invoice, now) },
        has_page: invoice.has_page,
    };
    owed.into_iter().map(debt).collect()
}

/// An invoice that is charged automatically has no due date: it is due at once.
fn state(invoice: &invoice::Model, now: OffsetDateTime) -> DebtState {
    match time(invoice.due_at) {
        Some(by) if by > now => DebtState::Upcoming(by),
        Some(since) => DebtState::Overdue(since),
        None => DebtState::Overdue(time(Some(invoice.created_at)).unwrap_or(now).min(now)),
    }
}
