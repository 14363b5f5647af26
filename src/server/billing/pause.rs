//! Pausing: where a paused subscription stands, and which one could be paused in the portal.

use super::known::{Known, Subscribed, is_sent_invoices, status, time};
use crate::{
    model::{Due, PauseReason, Standing, Status, Step, WayOn},
    server::db::entity::subscription,
};

/// Where a subscription stands that is paused, and of which this is due.
pub(super) fn paused(known: &Known, subscription: &subscription::Model, due: Option<Due>) -> Standing {
    let way_on = match due {
        Some(due) => WayOn::Pay(due),
        None if is_sent_invoices(subscription) => WayOn::Seller,
        None if known.payment_method_of(subscription).is_some() => WayOn::Resume,
        None => WayOn::AddPaymentMethod,
    };
    Standing::Paused {
        reason: PauseReason::from_stripe(subscription.paused_reason.as_deref()),
        since: time(subscription.raw["status_details"]["paused"]["transitioned_at"].as_i64()),
        way_on,
    }
}

/// Whether Stripe would pause this subscription in the portal, if its configuration offers that: one of flexible
/// billing that is active, without a schedule, without an end, and charged by itself, since no other can be resumed.
/// Source: Stripe's documentation of `POST /v1/subscriptions/{id}/pause` and `…/resume`.
pub(super) fn can_pause((subscription, _): &Subscribed, standing: &Standing) -> bool {
    let raw = &subscription.raw;
    status(subscription) == Status::Active
        && standing.steps().contains(&Step::CancelPlan)
        && raw["billing_mode"]["type"] == "flexible"
        && raw["schedule"].is_null()
        && !subscription.has_schedule
        && !subscription.collection_paused
        && !is_sent_invoices(subscription)
}
