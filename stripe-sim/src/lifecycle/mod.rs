//! What the passing of time does: everything that falls due in an account happens, in its order and at its own time.

mod subscription;

pub(crate) use subscription::trial_over;

use crate::billing;
use crate::checkout;
use crate::discounting;
use crate::payments;
use crate::phases;
use crate::state::{
    CheckoutSession, CollectionMethod, Discount, Invoice, Kind, Refund, Schedule, State, Stored, Subscription,
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
    fn soonest<T: Stored>(state: &State, customer: &str, due: fn(String) -> Due) -> Option<(i64, Due)> {
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

/// Moves Stripe's time, and lets everything happen that falls due on the way.
pub(crate) fn move_clock(world: &World, then: i64) -> i64 {
    world.adjust(|state| state.clock.move_to(then));
    world.transact(Cause::default(), |tx| {
        advance(tx);
        tx.now()
    })
}

/// Everything is forgotten, or known again; then what has fallen due meanwhile happens.
pub(crate) fn forget(world: &World, forgotten: bool) {
    world.adjust(|state| state.forget(forgotten));
    world.transact(Cause::default(), advance);
}

/// Everything that has fallen due, in the order it did, each at its own time.
pub(crate) fn advance(tx: &mut Tx<'_>) {
    let until = tx.now();
    run_until(tx, until, next_due);
}

/// As [`advance`], for one customer and until a time that may be past; what is done next is done at that time.
pub(crate) fn advance_customer(tx: &mut Tx<'_>, customer: &str, until: i64) {
    run_until(tx, until, |state| next_due_of(state, customer));
}

fn run_until(tx: &mut Tx<'_>, until: i64, next_due: impl Fn(&State) -> Option<(i64, Due)>) {
    while let Some((at, due)) = next_due(tx.state()).filter(|(at, _)| *at <= until) {
        tx.happened_at(at);
        let next = match due {
            Due::Subscription(id) => {
                subscription::step(tx, &id, at);
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
                phases::step(tx, &id);
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
