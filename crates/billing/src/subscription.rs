//! One mirrored subscription, and functions that read its columns.

use mirror::entity::{subscription, subscription_item};
use time::OffsetDateTime;

use crate::model::Status;

/// A subscription with its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionWithItems {
    pub subscription: subscription::Model,
    pub items: Vec<subscription_item::Model>,
}

impl SubscriptionWithItems {
    /// The item that the portal can change; `None` for several products, usage-based prices, or
    /// sent invoices. Source: Stripe's documentation of its limits.
    pub(crate) fn changeable_item(&self) -> Option<&subscription_item::Model> {
        match self.items.as_slice() {
            [item] if item.quantity.is_some() && !is_sent_invoices(&self.subscription) => Some(item),
            _ => None,
        }
    }
}

/// Whether invoices are sent instead of charged automatically; the portal cannot change such a
/// subscription.
pub(crate) fn is_sent_invoices(subscription: &subscription::Model) -> bool {
    subscription.raw["collection_method"] == "send_invoice"
}

pub(crate) fn status(subscription: &subscription::Model) -> Status {
    Status::from_stripe(&subscription.status)
}

/// A time from Unix seconds; `None` also for an invalid time.
pub(crate) fn time(seconds: Option<i64>) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(seconds?).ok()
}
