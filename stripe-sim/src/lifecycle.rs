//! What the passing of time does to subscriptions: scheduled ends, trials' ends, the next period.

use crate::cards;
use crate::period;
use crate::state::{CancelReason, Item, Kind, State, Status, Subscription, interval_of};
use crate::tx::Tx;
use crate::world::World;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
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
        let due = world.read(|state| {
            let now = state.now();
            state.subscriptions.oldest_first().any(|subscription| due_at(subscription).is_some_and(|at| at <= now))
        });
        if due {
            world.transact(crate::tx::Cause::default(), advance);
        }
    }
}

/// Everything that has fallen due, in the order it did, each at its own time.
pub(crate) fn advance(tx: &mut Tx<'_>) {
    let until = tx.now();
    let mut agenda: BinaryHeap<_> = tx
        .state()
        .subscriptions
        .oldest_first()
        .filter_map(|subscription| Some(Reverse((due_at(subscription)?, subscription.id.clone()))))
        .filter(|Reverse((at, _))| *at <= until)
        .collect();
    while let Some(Reverse((at, id))) = agenda.pop() {
        tx.happened_at(at);
        pass(tx, &id, at);
        let next = tx.get::<Subscription>(&id).and_then(due_at);
        // Later than `at` in any case: a step that left its own due time in place would never end.
        if let Some(next) = next.filter(|next| (at + 1..=until).contains(next)) {
            agenda.push(Reverse((next, id)));
        }
    }
    tx.happened_at(until);
}

/// When something is next to happen to a subscription by itself.
fn due_at(subscription: &Subscription) -> Option<i64> {
    match subscription.status {
        Status::Canceled | Status::IncompleteExpired | Status::Paused => None,
        Status::Incomplete => Some(subscription.created + INCOMPLETE_FOR),
        Status::Trialing | Status::Active | Status::PastDue | Status::Unpaid => {
            let period_end = subscription.first_period_end();
            Some(subscription.ends_at().map_or(period_end, |end| end.min(period_end)))
        }
    }
}

/// An unpaid first invoice waits this long.
const INCOMPLETE_FOR: i64 = 23 * 60 * 60;

fn pass(tx: &mut Tx<'_>, id: &str, at: i64) {
    let Some(subscription) = tx.get::<Subscription>(id).cloned() else {
        return;
    };
    if subscription.status == Status::Incomplete {
        tx.update::<Subscription>(id, |subscription| {
            subscription.status = Status::IncompleteExpired;
            subscription.ended_at = Some(at);
        });
    } else if subscription.ends_at().is_some_and(|end| end <= at) {
        end(tx, id);
    } else {
        renew(tx, &subscription, at);
    }
}

/// A subscription's last moment.
pub(crate) fn end(tx: &mut Tx<'_>, id: &str) {
    let now = tx.now();
    tx.update_as::<Subscription>("deleted", id, |subscription| {
        subscription.status = Status::Canceled;
        subscription.ended_at = Some(now);
        subscription.canceled_at.get_or_insert(now);
        subscription.cancel_reason.get_or_insert(CancelReason::CancellationRequested);
    });
}

/// The next period of every item whose period is over, paid for or not.
fn renew(tx: &mut Tx<'_>, subscription: &Subscription, at: i64) {
    let items = next_periods(tx.state(), subscription, at);
    let status = paid_or_not(tx.state(), subscription);
    tx.update::<Subscription>(&subscription.id, |subscription| {
        subscription.items = items;
        subscription.status = status;
    });
}

/// What a subscription is once money was asked of its card.
pub(crate) fn paid_or_not(state: &State, subscription: &Subscription) -> Status {
    if cards::can_pay(state, subscription) { Status::Active } else { Status::PastDue }
}

/// Its items, each in the period that holds `at`.
pub(crate) fn next_periods(state: &State, subscription: &Subscription, at: i64) -> Vec<Item> {
    subscription.items.iter().map(|item| next_period(state, subscription, item, at)).collect()
}

fn next_period(state: &State, subscription: &Subscription, item: &Item, at: i64) -> Item {
    let mut item = item.clone();
    if let Some((interval, every)) = interval_of(state, &item.price)
        && item.current_period_end <= at
    {
        let (start, end) = period::around(subscription.billing_cycle_anchor, interval, every, at);
        item.current_period_start = start;
        item.current_period_end = end;
    }
    item
}

/// The subscriptions that end when their customer is deleted.
pub(crate) fn running_of(state: &State, customer: &str) -> Vec<String> {
    Subscription::table(state)
        .oldest_first()
        .filter(|subscription| subscription.customer == customer && !subscription.has_ended())
        .map(|subscription| subscription.id.clone())
        .collect()
}
