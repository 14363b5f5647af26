//! Charges: single attempts at a payment, and what became of their money afterwards.

use super::table::Key;
use super::{Kind, State, Table};
use crate::params::choice;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

choice!(AttemptStatus { Failed = "failed", Pending = "pending", Succeeded = "succeeded" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ChargeAttempt {
    pub id: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    pub customer: String,
    pub intent: String,
    pub payment_method: String,
    pub status: AttemptStatus,
    /// Code and words of a refusal.
    pub failure: Option<(String, String)>,
    pub amount_refunded: i64,
    pub disputed: bool,
}

impl ChargeAttempt {
    pub fn left(&self) -> i64 {
        self.amount - self.amount_refunded
    }
}

impl Kind for ChargeAttempt {
    const NOUN: &'static str = "charge";
    const EVENTS: &'static str = "charge";

    fn table(state: &State) -> &Table<Self> {
        &state.charges
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.charges
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone()), ("intent", self.intent.clone())]
    }

    fn render(&self, _: &State) -> Value {
        let succeeded = self.status == AttemptStatus::Succeeded;
        let failure = self.failure.as_ref();
        json!({
            "id": self.id,
            "object": "charge",
            "amount": self.amount,
            "amount_captured": if succeeded { self.amount } else { 0 },
            "amount_refunded": self.amount_refunded,
            "application": null,
            "application_fee": null,
            "application_fee_amount": null,
            "balance_transaction": null,
            "billing_details": { "address": null, "email": null, "name": null, "phone": null, "tax_id": null },
            "calculated_statement_descriptor": null,
            "captured": succeeded,
            "created": self.created,
            "currency": self.currency,
            "customer": self.customer,
            "description": "Subscription payment",
            "disputed": self.disputed,
            "failure_balance_transaction": null,
            "failure_code": failure.map(|(code, _)| code),
            "failure_message": failure.map(|(_, message)| message),
            "fraud_details": {},
            "livemode": false,
            "metadata": {},
            "on_behalf_of": null,
            "outcome": null,
            "paid": succeeded,
            "payment_intent": self.intent,
            "payment_method": self.payment_method,
            "payment_method_details": null,
            "receipt_email": null,
            "receipt_number": null,
            "receipt_url": null,
            "refunded": self.amount_refunded == self.amount,
            "review": null,
            "shipping": null,
            "source": null,
            "source_transfer": null,
            "statement_descriptor": null,
            "statement_descriptor_suffix": null,
            "status": self.status,
            "transfer_data": null,
            "transfer_group": null,
        })
    }
}
