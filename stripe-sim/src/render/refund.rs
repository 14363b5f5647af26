//! Refunds as the API shows them.

use super::Render;
use crate::state::{Refund, RefundStatus, State};
use serde_json::{Value, json};

impl Render for Refund {
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
