//! What has moved a customer's balance, as the API shows it.

use super::Render;
use crate::state::{BalanceTransaction, State};
use serde_json::{Value, json};

impl Render for BalanceTransaction {
    fn render(&self, _: &State) -> Value {
        json!({
            "id": self.id,
            "object": "customer_balance_transaction",
            "amount": self.amount,
            "checkout_session": null,
            "created": self.created,
            "credit_note": self.credit_note,
            "currency": self.currency,
            "customer": self.customer,
            "customer_account": null,
            "description": self.description,
            "ending_balance": self.ending_balance,
            "invoice": self.invoice,
            "livemode": false,
            "metadata": self.metadata,
            "type": self.reason,
        })
    }
}
