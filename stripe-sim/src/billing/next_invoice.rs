//! A subscription and its next invoice, which change each other: the invoice is named, discounts are spent.

use super::issue::{Drafted, draft, issue};
use super::taxes::is_located;
use crate::discounting;
use crate::state::{AutomaticTax, BillingReason, Customer, Invoice, Line, Subscription};
use crate::tx::Tx;

/// Writes a subscription down together with an invoice for `lines`.
pub(crate) fn bill(
    tx: &mut Tx<'_>,
    before: &Subscription,
    mut subscription: Subscription,
    reason: BillingReason,
    lines: Vec<Line>,
) {
    let invoice = drafted(tx, before, &mut subscription, reason, lines);
    let then = Drafted::of(&subscription);
    tx.update::<Subscription>(&before.id, |old| *old = subscription);
    issue(tx, invoice, then);
}

/// A subscription's next invoice, for `lines`; the subscription names it, and has spent what discounts were for it.
pub(crate) fn drafted(
    tx: &mut Tx<'_>,
    before: &Subscription,
    subscription: &mut Subscription,
    reason: BillingReason,
    lines: Vec<Line>,
) -> Invoice {
    let located = tx.get::<Customer>(&subscription.customer).is_some_and(is_located);
    if subscription.automatic_tax.is_on() && !located {
        subscription.automatic_tax = AutomaticTax::WithoutLocation;
    }
    let mut invoice = draft(tx, subscription, reason, lines);
    if reason == BillingReason::SubscriptionCycle {
        invoice.period_start =
            before.items.iter().map(|item| item.current_period_start).min().unwrap_or(invoice.created);
    }
    subscription.latest_invoice = Some(invoice.id.clone());
    let reckoned = subscription.clone();
    discounting::spend(tx.state(), subscription, &invoice.lines);
    discounting::settle(tx, Some(before), &reckoned, subscription);
    invoice
}
