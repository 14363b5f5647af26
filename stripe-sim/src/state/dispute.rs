//! Disputes: money that a customer's bank takes back.

use super::table::{Key, Kind};

use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};

choice!(DisputeStatus {
    Lost = "lost",
    NeedsResponse = "needs_response",
    UnderReview = "under_review",
    WarningClosed = "warning_closed",
    WarningNeedsResponse = "warning_needs_response",
    WarningUnderReview = "warning_under_review",
    Won = "won",
});
choice!(DisputeReason { Fraudulent = "fraudulent", ProductNotReceived = "product_not_received" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Dispute {
    pub id: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    pub customer: String,
    pub charge: String,
    pub intent: String,
    pub reason: DisputeReason,
    pub status: DisputeStatus,
    pub evidence: Option<String>,
    pub submissions: u32,
    pub metadata: Metadata,
}

impl Dispute {
    pub fn is_open(&self) -> bool {
        matches!(
            self.status,
            DisputeStatus::NeedsResponse
                | DisputeStatus::UnderReview
                | DisputeStatus::WarningNeedsResponse
                | DisputeStatus::WarningUnderReview
        )
    }

    /// An inquiry takes no money yet.
    pub fn is_inquiry(&self) -> bool {
        matches!(
            self.status,
            DisputeStatus::WarningNeedsResponse | DisputeStatus::WarningUnderReview | DisputeStatus::WarningClosed
        )
    }

    /// What the bank has not taken back can be given back.
    pub fn is_charge_refundable(&self) -> bool {
        self.is_inquiry()
    }
}

impl Kind for Dispute {
    const NOUN: &'static str = "dispute";
    const EVENTS: &'static str = "charge.dispute";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone()), ("charge", self.charge.clone()), ("intent", self.intent.clone())]
    }
}
