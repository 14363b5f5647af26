//! What the passing of time does to a subscription: its trial's end, its next period, its own end.

use crate::billing::{self, Drafted};
use crate::cards;
use crate::discounting;
use crate::paused;
use crate::pausing::{self, ResumeOn};
use crate::pending_updates;
use crate::period;
use crate::scheduling;
use crate::state::{
    AutomaticTax, BillingReason, CancelReason, CollectionMethod, Customer, Interval, Invoice, Item, Line,
    MissingPaymentMethod, PauseReason, Paused, ProrationBehavior, State, Status, Subscription, interval_of,
};
use crate::tx::Tx;

/// The one thing that comes next; what else is due at the same moment has its turn after it.
pub(super) fn pass(tx: &mut Tx<'_>, id: &str, at: i64) {
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
            end(tx, id, None);
        } else {
            // The last of what was used is asked for with the end.
            let last = billing::draft(tx, &subscription, BillingReason::SubscriptionCycle, used);
            tx.update_quietly::<Subscription>(id, |it| it.latest_invoice = Some(last.id.clone()));
            end(tx, id, None);
            billing::issue(tx, last, Drafted::Collect);
        }
    } else if subscription.status == Status::Trialing && !subscription.trial_will_end_told {
        tx.update_as::<Subscription>("trial_will_end", id, |subscription| subscription.trial_will_end_told = true);
    } else if collection_resumes.is_some_and(|resumes| resumes <= at) {
        tx.update::<Subscription>(id, |subscription| subscription.pause_collection = None);
    } else if subscription.status == Status::Trialing && is_without_card(tx.state(), &subscription) {
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

pub(crate) fn is_without_card(state: &State, subscription: &Subscription) -> bool {
    subscription.collection_method == CollectionMethod::ChargeAutomatically
        && cards::payment_method_of(state, subscription).is_none()
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
        MissingPaymentMethod::Cancel => end(tx, &subscription.id, None),
        MissingPaymentMethod::Pause => {
            paused::begin(tx, &subscription.id, PauseReason::TrialEnd, true);
        }
    }
}

/// A subscription's last moment.
pub(crate) fn end(tx: &mut Tx<'_>, id: &str, reason: Option<CancelReason>) {
    let now = tx.now();
    let Some(before) = tx.get::<Subscription>(id).cloned() else { return };
    tx.update_as::<Subscription>("deleted", id, |subscription| {
        subscription.status = Status::Canceled;
        subscription.ended_at = Some(now);
        subscription.canceled_at.get_or_insert(now);
        subscription.schedule = None;
        subscription.pending_update = None;
        subscription.paused = None;
        subscription.cancel_reason = reason.or(subscription.cancel_reason);
    });
    if let Some(schedule) = &before.schedule {
        scheduling::subscription_ended(tx, schedule);
    }
    billing::end_without_payment(tx, &before);
}

/// The next period of every item whose period is over, with an invoice for it.
fn renew(tx: &mut Tx<'_>, before: &Subscription, at: i64) {
    let mut subscription = scheduling::renewed(tx.state(), before, at);
    if subscription.status == Status::Trialing {
        subscription.status = Status::Active;
    }
    let mut lines = std::mem::take(&mut subscription.pending_lines);
    lines.extend(billing::renewal(tx.state(), before, &subscription, at));
    bill(tx, before, subscription, BillingReason::SubscriptionCycle, lines);
}

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
    billing::issue(tx, invoice, then);
}

/// A subscription's next invoice, for `lines`; the subscription names it, and has spent what discounts were for it.
pub(crate) fn drafted(
    tx: &mut Tx<'_>,
    before: &Subscription,
    subscription: &mut Subscription,
    reason: BillingReason,
    lines: Vec<Line>,
) -> Invoice {
    let located = tx.get::<Customer>(&subscription.customer).is_some_and(billing::is_located);
    if subscription.automatic_tax.is_on() && !located {
        subscription.automatic_tax = AutomaticTax::WithoutLocation;
    }
    let mut invoice = billing::draft(tx, subscription, reason, lines);
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

/// Its items, each in the period that holds `at`.
pub(crate) fn next_periods(state: &State, subscription: &Subscription, at: i64) -> Vec<Item> {
    subscription.items.iter().map(|item| next_period(state, subscription, item, at)).collect()
}

fn next_period(state: &State, subscription: &Subscription, item: &Item, at: i64) -> Item {
    let mut item = item.clone();
    if item.current_period_end <= at {
        let (interval, every) = interval_of(state, &item.price).unwrap_or((Interval::Month, 1));
        let (start, end) = period::around(subscription.billing_cycle_anchor, interval, every, at);
        item.current_period_start = start;
        item.current_period_end = end;
    }
    item
}

/// The subscriptions that end when their customer is deleted.
pub(crate) fn running_of(state: &State, customer: &str) -> Vec<String> {
    let own = state.subscriptions.with("customer", customer);
    own.filter(|subscription| !subscription.has_ended()).map(|subscription| subscription.id.clone()).collect()
}
