//! Everything that a customer's balance has ever been moved by.

use super::table::{Key, Kind};

use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};

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

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone())]
    }
}
