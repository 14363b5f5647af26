//! Refunds.

use super::table::{Key, Kind};

use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};

choice!(RefundStatus { Failed = "failed", Pending = "pending", Succeeded = "succeeded" });
choice!(RefundReason { Duplicate = "duplicate", Fraudulent = "fraudulent", Requested = "requested_by_customer" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub id: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    pub customer: String,
    pub charge: String,
    pub intent: String,
    pub payment_method: String,
    pub status: RefundStatus,
    pub reason: Option<RefundReason>,
    /// What it becomes by itself, and when.
    pub then: Option<(i64, RefundStatus)>,
    pub metadata: Metadata,
}

impl Kind for Refund {
    const NOUN: &'static str = "refund";
    const EVENTS: &'static str = "refund";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone()), ("charge", self.charge.clone()), ("intent", self.intent.clone())]
    }

    fn due_at(&self) -> Option<i64> {
        self.then.map(|(at, _)| at)
    }
}
