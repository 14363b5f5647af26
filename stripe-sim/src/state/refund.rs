//! Refunds.

use super::table::Key;
use super::{Kind, State, Table};
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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

    fn table(state: &State) -> &Table<Self> {
        &state.refunds
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.refunds
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

    fn due_at(&self) -> Option<i64> {
        self.then.map(|(at, _)| at)
    }

    fn render(&self, _: &State) -> Value {
        let mut refund = json!({
            "id": self.id,
            "object": "refund",
            "amount": self.amount,
            "balance_transaction": null,
            "charge": self.charge,
            "created": self.created,
            "currency": self.currency,
            "customer": self.customer,
            "customer_account": null,
            "metadata": self.metadata,
            "payment_intent": self.intent,
            "payment_method": self.payment_method,
            "reason": self.reason,
            "receipt_number": null,
            "source_transfer_reversal": null,
            "status": self.status,
            "transfer_reversal": null,
        });
        match self.status {
            RefundStatus::Failed => refund["failure_reason"] = json!("lost_or_stolen_card"),
            RefundStatus::Pending => refund["pending_reason"] = json!("processing"),
            RefundStatus::Succeeded => {}
        }
        refund
    }
}
