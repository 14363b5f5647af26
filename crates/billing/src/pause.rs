//! Pausing: the standing of a paused subscription, pauses of payments only, and whether the portal
//! can pause a subscription.

use mirror::entity::subscription;
use time::OffsetDateTime;

use crate::{
    debts::owing,
    facts::BillingFacts,
    model::{CollectionPause, Due, NextAction, PauseBehavior, PauseReason, Standing, Status, WayOn},
    subscription::{SubscriptionWithItems, is_sent_invoices, status, time},
};

/// The standing of a paused subscription, with what is due for it and when it ends.
pub(crate) fn paused(
    facts: &BillingFacts,
    subscription: &subscription::Model,
    due: Option<Due>,
    ends: Option<OffsetDateTime>,
) -> Standing {
    let reason = PauseReason::from_stripe(subscription.paused_reason.as_deref());
    // After a trial, or with a payment in progress, the invoice is that of a resumption. Paying
    // other debts does not end a pause.
    let ends_it = reason.is_for_want_of_payment()
        || reason == PauseReason::TrialEnd
        || due.as_ref().is_some_and(Due::is_processing);
    let (due, besides) = if ends_it { (due, None) } else { (None, due) };
    let way_on = match due {
        Some(due) => WayOn::Pay(due),
        None if is_sent_invoices(subscription) => WayOn::Seller,
        None if facts.payment_method_of(subscription).is_some() => WayOn::Resume,
        None => WayOn::AddPaymentMethod,
    };
    let since = time(subscription.raw["status_details"]["paused"]["transitioned_at"].as_i64());
    owing(Standing::Paused { reason, since, way_on, ends }, besides)
}

/// The pause of payments at this time, if the subscription has not ended. Existing debts are still
/// retried. Source: Stripe's documentation of `pause_collection`.
pub(crate) fn collection_pause(subscription: &subscription::Model, now: OffsetDateTime) -> Option<CollectionPause> {
    let resumes = time(subscription.collection_resumes_at);
    let is_paused = subscription.collection_paused && resumes.is_none_or(|at| at > now);
    let is_billed =
        matches!(status(subscription), Status::Active | Status::Trialing | Status::PastDue | Status::Unpaid);
    let behavior = PauseBehavior::from_stripe(subscription.raw["pause_collection"]["behavior"].as_str());
    (is_paused && is_billed).then_some(CollectionPause { resumes, behavior })
}

/// Whether the portal can pause this subscription, if its configuration offers that: it must use
/// flexible billing, be active, have no schedule and no end, and be charged automatically, since no
/// other can be resumed. Source: Stripe's documentation of `POST /v1/subscriptions/{id}/pause` and
/// `…/resume`.
pub(crate) fn can_pause(
    SubscriptionWithItems { subscription, .. }: &SubscriptionWithItems,
    standing: &Standing,
) -> bool {
    let raw = &subscription.raw;
    status(subscription) == Status::Active
        && standing.next_actions().contains(&NextAction::CancelPlan)
        && raw["billing_mode"]["type"] == "flexible"
        && raw["schedule"].is_null()
        && !subscription.has_schedule
        && !subscription.collection_paused
        && !is_sent_invoices(subscription)
}
