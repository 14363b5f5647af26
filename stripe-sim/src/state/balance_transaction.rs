//! Everything that a customer's balance has ever been moved by.

use super::table::Key;
use super::{Kind, State, Table};
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

choice!(BalanceReason {
    Adjustment = "adjustment",
    AppliedToInvoice = "applied_to_invoice",
    CreditNote = "credit_note",
    Initial = "initial",
    UnappliedFromInvoice = "unapplied_from_invoice",
});

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct BalanceTransaction {
    pub id: String,
    pub created: i64,
    pub customer: String,
    /// Credit is negative.
    pub amount: i64,
    pub ending_balance: i64,
    pub currency: String,
    pub reason: BalanceReason,
    pub description: Option<String>,
    pub invoice: Option<String>,
    pub credit_note: Option<String>,
    pub metadata: Metadata,
}

impl Kind for BalanceTransaction {
    const NOUN: &'static str = "customer balance transaction";
    const EVENTS: &'static str = "customer_balance_transaction";

    fn table(state: &State) -> &Table<Self> {
        &state.balance_transactions
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.balance_transactions
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone())]
    }

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
