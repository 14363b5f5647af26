//! Disputes: money that a customer's bank takes back.

use super::table::Key;
use super::{Kind, State, Table};
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

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

/// Everything that can be said for oneself. The simulator reads `uncategorized_text` only, as Stripe does in test mode.
const EVIDENCE: [&str; 27] = [
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
];

/// A response is due within so long.
const DUE_WITHIN: i64 = 9 * 24 * 60 * 60;

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

    fn table(state: &State) -> &Table<Self> {
        &state.disputes
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.disputes
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone()), ("charge", self.charge.clone()), ("intent", self.intent.clone())]
    }

    fn render(&self, _: &State) -> Value {
        let mut evidence: Map<String, Value> =
            EVIDENCE.iter().map(|field| ((*field).to_owned(), Value::Null)).collect();
        evidence.insert("uncategorized_text".to_owned(), json!(self.evidence));
        evidence.insert("enhanced_evidence".to_owned(), json!({}));
        json!({
            "id": self.id,
            "object": "dispute",
            "amount": self.amount,
            "balance_transactions": [],
            "charge": self.charge,
            "created": self.created,
            "currency": self.currency,
            "enhanced_eligibility_types": [],
            "evidence": evidence,
            "evidence_details": {
                "due_by": self.created + DUE_WITHIN,
                "enhanced_eligibility": {},
                "has_evidence": self.evidence.is_some(),
                "past_due": false,
                "submission_count": self.submissions,
                "submission_method": "manual",
            },
            "intended_submission_method": null,
            "is_charge_refundable": self.is_charge_refundable(),
            "livemode": false,
            "metadata": self.metadata,
            "payment_intent": self.intent,
            "reason": self.reason,
            "status": self.status,
        })
    }
}
