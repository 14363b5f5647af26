//! A scheduled end, in the shapes it takes: they differ by billing mode and by the door it came in through.

use crate::state::{BillingMode, CancelReason, Subscription};

/// `cancel_at_period_end=true` over the API: in both modes it sets the time as well.
pub(crate) fn at_period_end(subscription: &mut Subscription, now: i64) {
    subscription.cancel_at_period_end = true;
    subscription.cancel_at = Some(subscription.first_period_end());
    requested(subscription, now);
}

/// The time goes with the period, where it is the period that is to be the last.
pub(crate) fn follow_period(subscription: &mut Subscription) {
    if subscription.cancel_at_period_end {
        subscription.cancel_at = Some(subscription.first_period_end());
    }
}

/// Cancel at period end in the hosted portal: in the flexible mode it sets the time only.
pub(crate) fn at_period_end_in_portal(subscription: &mut Subscription, now: i64) {
    subscription.cancel_at_period_end = subscription.billing_mode == BillingMode::Classic;
    subscription.cancel_at = Some(subscription.first_period_end());
    requested(subscription, now);
}

/// `cancel_at` over the API.
pub(crate) fn at(subscription: &mut Subscription, time: i64, now: i64) {
    subscription.cancel_at_period_end = false;
    subscription.cancel_at = Some(time);
    requested(subscription, now);
}

/// `cancel_at_period_end=false`: it clears the boolean, and the time where that came with it.
pub(crate) fn clear_boolean(subscription: &mut Subscription) {
    if subscription.cancel_at_period_end {
        subscription.cancel_at = None;
    }
    subscription.cancel_at_period_end = false;
    withdrawn_if_unscheduled(subscription);
}

/// An empty `cancel_at`, or "Keep plan" in the hosted portal, whatever had been scheduled.
pub(crate) fn take_back(subscription: &mut Subscription) {
    subscription.cancel_at_period_end = false;
    subscription.cancel_at = None;
    withdrawn_if_unscheduled(subscription);
}

/// No later than this moment. It did not come at a period's end, and no longer says so.
pub(crate) fn at_once(subscription: &mut Subscription, now: i64) {
    subscription.cancel_at_period_end = false;
    subscription.cancel_at = None;
    // Who asked for an end before has asked for it then.
    let asked = subscription.canceled_at.unwrap_or(now);
    requested(subscription, asked);
}

fn requested(subscription: &mut Subscription, now: i64) {
    subscription.canceled_at = Some(now);
    subscription.cancel_reason = Some(CancelReason::CancellationRequested);
}

fn withdrawn_if_unscheduled(subscription: &mut Subscription) {
    if !subscription.is_scheduled_to_end() {
        subscription.canceled_at = None;
        subscription.cancel_reason = None;
        subscription.cancel_comment = None;
        subscription.cancel_feedback = None;
    }
}
