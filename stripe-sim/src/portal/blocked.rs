//! What cannot be done with a plan in the portal, whatever its configuration says.

use crate::billing;
use crate::schedules;
use crate::state::{BillingMode, CollectionMethod, Item, PauseReason, State, Status, Subscription};

/// Why a subscription cannot be paused in the portal.
pub(crate) fn pause_blocked(subscription: &Subscription) -> Option<&'static str> {
    if subscription.billing_mode == BillingMode::Classic {
        Some("its billing mode is `classic`.")
    } else if subscription.schedule.is_some() {
        Some("it is managed by a subscription schedule.")
    } else if subscription.is_scheduled_to_end() {
        Some("it is set to be canceled.")
    } else if !matches!(subscription.status, Status::Active | Status::PastDue) {
        Some("its status does not allow it.")
    } else {
        None
    }
}

/// Why a subscription's plan cannot be changed in the portal.
pub(crate) fn update_blocked(state: &State, subscription: &Subscription) -> Option<&'static str> {
    let is_metered = |item: &Item| billing::is_metered(state, item);
    if subscription.items.iter().any(is_metered) {
        Some("it contains usage-based prices.")
    } else if subscription.items.len() != 1 {
        Some("it contains multiple products.")
    } else if subscription.collection_method == CollectionMethod::SendInvoice {
        Some("it has its collection method set to `send_invoice`.")
    } else if schedules::waiting(state, subscription).is_some() {
        Some("it is managed by a subscription schedule.")
    } else if !matches!(subscription.status, Status::Trialing | Status::Active | Status::PastDue) {
        Some("its status does not allow it.")
    } else {
        None
    }
}

/// Only what was paused by hand goes on by hand.
pub(super) fn is_paused_by_request(subscription: &Subscription) -> bool {
    let reason = subscription.paused.as_ref().map(|paused| paused.reason);
    subscription.status == Status::Paused && reason == Some(PauseReason::PauseRequested)
}
