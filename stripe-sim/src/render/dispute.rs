//! Disputes as the API shows them.

use super::Render;
use crate::state::{Dispute, State};
use serde_json::{Map, Value, json};

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

impl Render for Dispute {
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
