//! Invoices that nobody is asked to pay any more.

use crate::balance::{self, Cause};
use crate::paused;
use crate::payments;
use crate::pending_updates;
use crate::state::{BalanceReason, Invoice, InvoiceStatus, Status, Subscription};
use crate::tx::Tx;

/// Nobody is asked for it any more. A debit that is under way is called back.
pub(super) fn call_off(tx: &mut Tx<'_>, id: &str) {
    tx.update_quietly::<Invoice>(id, |invoice| {
        if invoice.processing.take().is_some() {
            invoice.acts_at = None;
        }
    });
    payments::cancel(tx, id);
}

pub(crate) fn void(tx: &mut Tx<'_>, id: &str) {
    let now = tx.now();
    let Some(invoice) = tx.get::<Invoice>(id).cloned() else { return };
    tx.update_as::<Invoice>("voided", id, |invoice| {
        invoice.status = InvoiceStatus::Void;
        invoice.voided_at = Some(now);
        invoice.acts_at = None;
    });
    // Credit that was taken off it is there again.
    let taken = invoice.ending_balance() - invoice.starting_balance;
    let cause = Cause { invoice: Some(id.to_owned()), currency: Some(invoice.currency.clone()), ..Cause::default() };
    balance::change(tx, &invoice.customer, -taken.max(0), BalanceReason::UnappliedFromInvoice, cause);
    call_off(tx, id);
    if tx.get::<Subscription>(&invoice.subscription).is_some_and(|it| pending_updates::is_awaited(it, id)) {
        pending_updates::drop(tx, &invoice.subscription);
    }
    if tx.get::<Subscription>(&invoice.subscription).is_some_and(|it| paused::ends_with(it, id)) {
        paused::stays(tx, &invoice.subscription);
    }
}

pub(crate) fn mark_uncollectible(tx: &mut Tx<'_>, id: &str) {
    let now = tx.now();
    tx.update_as::<Invoice>("marked_uncollectible", id, |invoice| {
        invoice.status = InvoiceStatus::Uncollectible;
        invoice.marked_uncollectible_at = Some(now);
        invoice.acts_at = None;
    });
    let Some(subscription) = tx.get::<Invoice>(id).map(|invoice| invoice.subscription.clone()) else { return };
    if tx.get::<Subscription>(&subscription).is_some_and(|it| paused::ends_with(it, id)) {
        paused::end(tx, &subscription);
    }
}

/// What a subscription that ends still asks for: an invoice that never got it going is void, others are left open and
/// nobody is charged for them any more.
pub(crate) fn end_without_payment(tx: &mut Tx<'_>, subscription: &Subscription) {
    let open: Vec<_> = tx
        .state()
        .invoices
        .with("subscription", &subscription.id)
        .filter(|invoice| invoice.is_owed())
        .map(|invoice| invoice.id.clone())
        .collect();
    for id in open {
        if subscription.status == Status::Incomplete {
            void(tx, &id);
        } else {
            // What is under way is still decided.
            tx.update_quietly::<Invoice>(&id, |invoice| {
                invoice.acts_at = invoice.acts_at.filter(|_| invoice.processing.is_some());
            });
        }
    }
}
