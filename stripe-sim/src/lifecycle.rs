//! What the passing of time does: scheduled ends, trials' ends, the next period, another attempt at a payment.

use crate::billing::{self, Drafted};
use crate::cards;
use crate::checkout;
use crate::discounting;
use crate::params::choice;
use crate::paused;
use crate::payments;
use crate::pending_updates;
use crate::period;
use crate::scheduling;
use crate::state::{
    AutomaticTax, BillingReason, CancelReason, CheckoutSession, CollectionMethod, Customer, Discount, Interval,
    Invoice, Item, Kind, MissingPaymentMethod, PauseReason, ProrationBehavior, Refund, Schedule, State, Status,
    Subscription, interval_of,
};
use crate::tx::{Cause, Tx};
use crate::world::World;
use std::sync::Arc;
use std::time::Duration;

const TICK: Duration = Duration::from_secs(1);

/// Lets real time pass, until the simulator stops.
pub(crate) async fn keep_going(world: Arc<World>) {
    let mut ticks = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = world.stopping.cancelled() => return,
        }
        if world.read(|state| next_due(state).is_some_and(|(at, _)| at <= state.now())) {
            world.transact(Cause::default(), advance);
        }
    }
}

enum Due {
    Subscription(String),
    Invoice(String),
    Checkout(String),
    Schedule(String),
    Discount(String),
    Refund(String),
}

/// What is to happen next in the whole account, and when.
fn next_due(state: &State) -> Option<(i64, Due)> {
    let subscription = state.subscriptions.next_due().map(|(at, it)| (at, Due::Subscription(it.id.clone())));
    let invoice = state.invoices.next_due().map(|(at, it)| (at, Due::Invoice(it.id.clone())));
    let checkout = state.checkout_sessions.next_due().map(|(at, it)| (at, Due::Checkout(it.id.clone())));
    // After its subscription, whose renewal looks whether a phase has come.
    let schedule = state.subscription_schedules.next_due().map(|(at, it)| (at, Due::Schedule(it.id.clone())));
    let discount = state.discounts.next_due().map(|(at, it)| (at, Due::Discount(it.id.clone())));
    let refund = state.refunds.next_due().map(|(at, it)| (at, Due::Refund(it.id.clone())));
    [subscription, invoice, checkout, schedule, discount, refund].into_iter().flatten().min_by_key(|(at, _)| *at)
}

/// As [`next_due`], of one customer.
fn next_due_of(state: &State, customer: &str) -> Option<(i64, Due)> {
    fn soonest<T: Kind>(state: &State, customer: &str, due: fn(String) -> Due) -> Option<(i64, Due)> {
        let own = T::table(state).with("customer", customer);
        let (at, it) = own.filter_map(|it| Some((it.due_at()?, it))).min_by_key(|(at, _)| *at)?;
        Some((at, due(it.id().to_owned())))
    }
    let all = [
        soonest::<Subscription>(state, customer, Due::Subscription),
        soonest::<Invoice>(state, customer, Due::Invoice),
        soonest::<CheckoutSession>(state, customer, Due::Checkout),
        soonest::<Schedule>(state, customer, Due::Schedule),
        soonest::<Discount>(state, customer, Due::Discount),
        soonest::<Refund>(state, customer, Due::Refund),
    ];
    all.into_iter().flatten().min_by_key(|(at, _)| *at)
}

/// Everything that has fallen due, in the order it did, each at its own time.
pub(crate) fn advance(tx: &mut Tx<'_>) {
    let until = tx.now();
    live(tx, until, next_due);
}

/// As [`advance`], for one customer and until a time that may be past; what is done next is done at that time.
pub(crate) fn advance_customer(tx: &mut Tx<'_>, customer: &str, until: i64) {
    live(tx, until, |state| next_due_of(state, customer));
}

fn live(tx: &mut Tx<'_>, until: i64, next_due: impl Fn(&State) -> Option<(i64, Due)>) {
    while let Some((at, due)) = next_due(tx.state()).filter(|(at, _)| *at <= until) {
        tx.happened_at(at);
        let next = match due {
            Due::Subscription(id) => {
                pass(tx, &id, at);
                tx.get::<Subscription>(&id).and_then(Kind::due_at)
            }
            Due::Invoice(id) => {
                attempt_again(tx, &id);
                tx.get::<Invoice>(&id).and_then(Kind::due_at)
            }
            Due::Checkout(id) => {
                checkout::expire(tx, &id);
                None
            }
            Due::Schedule(id) => {
                scheduling::pass(tx, &id);
                tx.get::<Schedule>(&id).and_then(Kind::due_at)
            }
            Due::Refund(id) => {
                payments::refund_settles(tx, &id);
                None
            }
            Due::Discount(id) => {
                discounting::remove(tx, &id);
                None
            }
        };
        if next.is_some_and(|next| next < at) {
            // Would go on for ever; it is a mistake of this program and not of its user.
            tracing::error!("an object fell due in the past");
            break;
        }
    }
    tx.happened_at(until);
}

fn attempt_again(tx: &mut Tx<'_>, id: &str) {
    if tx.get::<Invoice>(id).is_some_and(|invoice| invoice.processing.is_some()) {
        billing::settle_processing(tx, id);
        return;
    }
    let method = tx.get::<Invoice>(id).map(|invoice| invoice.collection_method);
    match method {
        Some(CollectionMethod::SendInvoice) => billing::overdue(tx, id),
        _ => {
            // A refusal is written down with the invoice.
            let _ = billing::collect(tx, id, None, false);
        }
    }
}

/// The one thing that comes next; what else is due at the same moment has its turn after it.
fn pass(tx: &mut Tx<'_>, id: &str, at: i64) {
    let Some(subscription) = tx.get::<Subscription>(id).cloned() else {
        return;
    };
    let pending = subscription.pending_update.as_ref().map(|pending| pending.expires_at);
    let collection_resumes = subscription.pause_collection.as_ref().and_then(|pause| pause.resumes_at);
    let resumes = subscription.paused.and_then(|paused| paused.resumes_at);
    if subscription.status == Status::Incomplete {
        expire(tx, &subscription, at);
    } else if pending.is_some_and(|expires| expires <= at || subscription.first_period_end() <= at) {
        // A new period comes without it, too.
        if let Some(invoice) = pending_updates::drop(tx, id) {
            billing::void(tx, &invoice);
        }
    } else if subscription.status == Status::Paused && resumes.is_some_and(|resumes| resumes <= at) {
        resume(tx, &subscription, false, ProrationBehavior::CreateProrations, ResumeOn::Attempt);
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

choice!(ResumeOn { Attempt = "resume_on_payment_attempt", Success = "resume_on_payment_success" });

/// Goes on from now, with the anchor it had (`keeps_anchor`) or with a new one.
pub(crate) fn resume(
    tx: &mut Tx<'_>,
    before: &Subscription,
    keeps_anchor: bool,
    proration: ProrationBehavior,
    on: ResumeOn,
) {
    let now = tx.now();
    let mut after = before.clone();
    let is_settled = before.paused.is_none_or(|paused| paused.is_settled);
    let lines = if keeps_anchor {
        let paid: Vec<_> = before.items.iter().filter(|item| now < item.current_period_end && !is_settled).collect();
        let unpaid = |id: &str| paid.iter().all(|item| item.id != id);
        after.items = next_periods(tx.state(), &after, now);
        let rest = billing::remaining(tx.state(), &after, now, |item| unpaid(&item.id));
        match proration {
            ProrationBehavior::None => Vec::new(),
            ProrationBehavior::AlwaysInvoice => rest,
            ProrationBehavior::CreateProrations
                if before.trial_end.is_some_and(|end| Some(end) == first_end(before)) =>
            {
                rest
            }
            ProrationBehavior::CreateProrations => {
                after.pending_lines.extend(rest);
                Vec::new()
            }
        }
    } else {
        after.billing_cycle_anchor = now;
        for item in &mut after.items {
            // What was left of a period ended with the pause.
            item.current_period_end = item.current_period_end.min(now);
        }
        after.items = next_periods(tx.state(), &after, now);
        billing::whole_periods(tx.state(), &after, |_| true)
    };
    if lines.is_empty() {
        tx.update_quietly::<Subscription>(&before.id, |old| *old = after);
        paused::end(tx, &before.id);
        return;
    }
    let mut asked = std::mem::take(&mut after.pending_lines);
    asked.extend(lines);
    if on == ResumeOn::Success {
        bill(tx, before, after, BillingReason::SubscriptionUpdate, asked);
        return;
    }
    // It goes on whether or not the attempt succeeds; what fails is not tried again by itself.
    let invoice = billing::draft(tx, &after, BillingReason::SubscriptionUpdate, asked);
    let id = invoice.id.clone();
    after.latest_invoice = Some(id.clone());
    let reckoned = after.clone();
    discounting::spend(tx.state(), &mut after, &invoice.lines);
    discounting::settle(tx, Some(before), &reckoned, &after);
    let then = Drafted::of(&after);
    tx.update_quietly::<Subscription>(&before.id, |old| *old = after);
    paused::end(tx, &before.id);
    billing::issue(tx, invoice, then);
    billing::try_no_more(tx, &id);
}

fn first_end(subscription: &Subscription) -> Option<i64> {
    subscription.items.iter().map(|item| item.current_period_end).min()
}

/// Writes a subscription down together with an invoice for `lines`.
pub(crate) fn bill(
    tx: &mut Tx<'_>,
    before: &Subscription,
    mut subscription: Subscription,
    reason: BillingReason,
    lines: Vec<crate::state::Line>,
) {
    let located = tx.get::<Customer>(&subscription.customer).is_some_and(billing::is_located);
    if subscription.automatic_tax.is_on() && !located {
        subscription.automatic_tax = AutomaticTax::WithoutLocation;
    }
    let mut invoice = billing::draft(tx, &subscription, reason, lines);
    if reason == BillingReason::SubscriptionCycle {
        invoice.period_start =
            before.items.iter().map(|item| item.current_period_start).min().unwrap_or(invoice.created);
    }
    subscription.latest_invoice = Some(invoice.id.clone());
    let then = Drafted::of(&subscription);
    let reckoned = subscription.clone();
    discounting::spend(tx.state(), &mut subscription, &invoice.lines);
    discounting::settle(tx, Some(before), &reckoned, &subscription);
    tx.update::<Subscription>(&before.id, |old| *old = subscription);
    billing::issue(tx, invoice, then);
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
