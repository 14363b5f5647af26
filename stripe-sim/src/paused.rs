//! What being paused and going on does to a subscription itself.

use crate::error::Error;
use crate::params::Choice;
use crate::state::{BillingMode, Invoice, PauseReason, Paused, Resumption, Status, Subscription};
use crate::tx::Tx;

/// Whether a subscription can be paused, whoever would do it; in Stripe's words where it cannot. The end of a trial has
/// a rule of its own.
pub(crate) fn check(subscription: &Subscription) -> Result<(), Error> {
    if subscription.billing_mode == BillingMode::Classic {
        return Err(Error::refused("Only subscriptions with `billing_mode` set to `flexible` can be paused."));
    }
    if let Some(schedule) = &subscription.schedule {
        return Err(Error::refused(format!(
            "The subscription is managed by the subscription schedule `{schedule}`, and cannot be paused directly."
        )));
    }
    if !matches!(subscription.status, Status::Active | Status::PastDue) {
        return Err(Error::refused(format!(
            "Only subscriptions with status `active` or `past_due` can be paused. This subscription's status is `{}`.",
            subscription.status.word()
        )));
    }
    Ok(())
}

/// `is_settled`: there is no time left that was paid for.
pub(crate) fn begin(tx: &mut Tx<'_>, id: &str, reason: PauseReason, is_settled: bool) {
    write(tx, id, Paused { reason, since: tx.now(), is_settled, resumes_at: None, resumes_on: None, resumption: None });
}

/// The payment of an invoice has failed: it lasts until that is paid.
pub(crate) fn after_failure(tx: &mut Tx<'_>, invoice: &Invoice, reason: PauseReason) {
    let resumes_on = Some(invoice.id.clone());
    let paused = Paused { reason, since: tx.now(), is_settled: true, resumes_at: None, resumes_on, resumption: None };
    write(tx, &invoice.subscription, paused);
}

fn write(tx: &mut Tx<'_>, id: &str, paused: Paused) {
    tx.update_as::<Subscription>("paused", id, |subscription| {
        subscription.status = Status::Paused;
        subscription.paused = Some(paused);
    });
}

/// Whether the payment of an invoice is what a pause waits for.
pub(crate) fn ends_with(subscription: &Subscription, invoice: &str) -> bool {
    subscription.paused.as_ref().is_some_and(|paused| paused.resumes_on.as_deref() == Some(invoice))
}

/// How the payment of an invoice was asked for by resuming, if it was.
pub(crate) fn resumption_by(subscription: &Subscription, invoice: &str) -> Option<Resumption> {
    subscription.paused.as_ref().filter(|_| ends_with(subscription, invoice))?.resumption
}

/// Its resumption is paid for, or asks for nothing.
pub(crate) fn end(tx: &mut Tx<'_>, id: &str) {
    resumed(tx, id, Status::Active);
}

/// The payment of its resumption was attempted and failed.
pub(crate) fn end_unpaid(tx: &mut Tx<'_>, id: &str) {
    resumed(tx, id, Status::PastDue);
}

fn resumed(tx: &mut Tx<'_>, id: &str, status: Status) {
    tx.update_as::<Subscription>("resumed", id, |subscription| {
        subscription.status = status;
        subscription.paused = None;
    });
}

/// Nobody is asked any more for what it waits for: it stays as it is.
pub(crate) fn stays(tx: &mut Tx<'_>, id: &str) {
    tx.update_quietly::<Subscription>(id, |subscription| {
        if let Some(paused) = &mut subscription.paused {
            paused.resumes_on = None;
            paused.resumption = None;
        }
    });
}
