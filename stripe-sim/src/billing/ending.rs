//! A subscription's last moment.

use super::void::end_without_payment;
use crate::schedules;
use crate::state::{CancelReason, State, Status, Subscription};
use crate::tx::Tx;

/// Ends a subscription now, and with it its schedule and what it asks for.
pub(crate) fn end_subscription(tx: &mut Tx<'_>, id: &str, reason: Option<CancelReason>) {
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
        schedules::subscription_ended(tx, schedule);
    }
    end_without_payment(tx, &before);
}

/// The subscriptions that end when their customer is deleted.
pub(crate) fn running_of(state: &State, customer: &str) -> Vec<String> {
    let own = state.subscriptions.with("customer", customer);
    own.filter(|subscription| !subscription.has_ended()).map(|subscription| subscription.id.clone()).collect()
}
