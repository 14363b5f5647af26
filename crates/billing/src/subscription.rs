//! One subscription of the mirror, and how its columns are read.

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
    /// The item that the portal would change: it changes no subscription of several products, none that is billed by
    /// usage, and none whose invoices are sent. Source: Stripe's documentation of its limits.
    pub(crate) fn changeable_item(&self) -> Option<&subscription_item::Model> {
        match self.items.as_slice() {
            [item] if item.quantity.is_some() && !is_sent_invoices(&self.subscription) => Some(item),
            _ => None,
        }
    }
}

/// Whether invoices are sent, rather than charged; the portal cannot change such a subscription.
pub(crate) fn is_sent_invoices(subscription: &subscription::Model) -> bool {
    subscription.raw["collection_method"] == "send_invoice"
}

pub(crate) fn status(subscription: &subscription::Model) -> Status {
    Status::from_stripe(&subscription.status)
}

/// Unix seconds as Stripe writes them; `None` also for what is no time at all.
pub(crate) fn time(seconds: Option<i64>) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(seconds?).ok()
}
