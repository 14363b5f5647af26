//! What the passing of time does to a subscription: its trial's end, its next period, its own end.

use crate::billing::{self, Drafted};
use crate::cards;
use crate::paused;
use crate::pausing::{self, ResumeOn};
use crate::pending_updates;
use crate::phases;
use crate::state::{BillingReason, MissingPaymentMethod, PauseReason, Paused, ProrationBehavior, Status, Subscription};
use crate::tx::Tx;

/// The one thing that comes next; what else is due at the same moment has its turn after it.
pub(super) fn step(tx: &mut Tx<'_>, id: &str, at: i64) {
    let Some(subscription) = tx.get::<Subscription>(id).cloned() else {
        return;
    };
    let pending = subscription.pending_update.as_ref().map(|pending| pending.expires_at);
    let collection_resumes = subscription.pause_collection.as_ref().and_then(|pause| pause.resumes_at);
    let resumes = subscription.paused.as_ref().and_then(|paused| paused.resumes_at);
    let void = subscription.paused.as_ref().and_then(Paused::is_void_at);
    if subscription.status == Status::Incomplete {
        expire(tx, &subscription, at);
    } else if pending.is_some_and(|expires| expires <= at || subscription.first_period_end() <= at) {
        // A new period comes without it, too.
        if let Some(invoice) = pending_updates::drop(tx, id) {
            billing::void(tx, &invoice);
        }
    } else if subscription.status == Status::Paused && resumes.is_some_and(|resumes| resumes <= at) {
        // As pause schedules resume unless they are told otherwise.
        pausing::resume(tx, &subscription, false, ProrationBehavior::CreateProrations, ResumeOn::Success);
    } else if subscription.status == Status::Paused && void.is_some_and(|until| until <= at) {
        if let Some(invoice) = subscription.paused.as_ref().and_then(|paused| paused.resumes_on.as_ref()) {
            billing::void(tx, invoice);
        }
        paused::stays(tx, id);
    } else if subscription.ends_at().is_some_and(|end| end <= at) {
        // A paused one may be told to end with a period that is over already: it does not end before it was told.
        tx.happened_at(subscription.canceled_at.map_or(at, |asked| asked.max(at)));
        let used = billing::outstanding(tx.state(), &subscription, tx.now());
        if used.is_empty() || subscription.status == Status::Paused {
            billing::end_subscription(tx, id, None);
        } else {
            // The last of what was used is asked for with the end.
            let last = billing::draft(tx, &subscription, BillingReason::SubscriptionCycle, used);
            tx.update_quietly::<Subscription>(id, |it| it.latest_invoice = Some(last.id.clone()));
            billing::end_subscription(tx, id, None);
            billing::issue(tx, last, Drafted::Collect);
        }
    } else if subscription.status == Status::Trialing && !subscription.trial_will_end_told {
        tx.update_as::<Subscription>("trial_will_end", id, |subscription| subscription.trial_will_end_told = true);
    } else if collection_resumes.is_some_and(|resumes| resumes <= at) {
        tx.update::<Subscription>(id, |subscription| subscription.pause_collection = None);
    } else if subscription.status == Status::Trialing && cards::is_without_card(tx.state(), &subscription) {
        trial_without_card(tx, &subscription, at);
    } else {
        renew(tx, &subscription, at);
    }
}

fn expire(tx: &mut Tx<'_>, subscription: &Subscription, at: i64) {
    tx.update::<Subscription>(&subscription.id, |subscription| {
        subscription.status = Status::IncompleteExpired;
        subscription.ended_at = Some(at);
    });
    billing::end_without_payment(tx, subscription);
}

/// A trial that was ended before its time, without a card: `after` is how it is to be written down before it ends so.
pub(crate) fn trial_over(tx: &mut Tx<'_>, after: Subscription) {
    let (before, at) = (after.clone(), tx.now());
    tx.update_quietly::<Subscription>(&before.id, |old| *old = after);
    trial_without_card(tx, &before, at);
}

fn trial_without_card(tx: &mut Tx<'_>, subscription: &Subscription, at: i64) {
    match subscription.missing_payment_method {
        MissingPaymentMethod::CreateInvoice => renew(tx, subscription, at),
        MissingPaymentMethod::Cancel => billing::end_subscription(tx, &subscription.id, None),
        MissingPaymentMethod::Pause => {
            paused::begin(tx, &subscription.id, PauseReason::TrialEnd, true);
        }
    }
}

/// The next period of every item whose period is over, with an invoice for it.
fn renew(tx: &mut Tx<'_>, before: &Subscription, at: i64) {
    let mut subscription = phases::renewed(tx.state(), before, at);
    if subscription.status == Status::Trialing {
        subscription.status = Status::Active;
    }
    let mut lines = std::mem::take(&mut subscription.pending_lines);
    lines.extend(billing::renewal(tx.state(), before, &subscription, at));
    billing::bill(tx, before, subscription, BillingReason::SubscriptionCycle, lines);
}
