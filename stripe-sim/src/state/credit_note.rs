//! Credit notes: what is taken back of a final invoice, before it is paid or after.

use super::LineTax;
use super::table::{Key, Kind};
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};

choice!(CreditNoteReason {
    Duplicate = "duplicate",
    Fraudulent = "fraudulent",
    OrderChange = "order_change",
    ProductUnsatisfactory = "product_unsatisfactory",
});

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CreditNoteLine {
    pub id: String,
    /// Without the tax that is added to it.
    pub amount: i64,
    pub taxes: Vec<LineTax>,
    pub description: Option<String>,
    /// `None` for a line of its own.
    pub invoice_line: Option<String>,
    pub quantity: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CreditNote {
    pub id: String,
    pub created: i64,
    pub customer: String,
    pub invoice: String,
    pub currency: String,
    pub number: String,
    pub lines: Vec<CreditNoteLine>,
    /// What of it came before the payment, and is not owed any more.
    pub pre_payment: i64,
    /// What of it came after: refunded, credited to the balance, or given back elsewhere.
    pub refunded: i64,
    pub credited: i64,
    pub out_of_band: i64,
    pub refund: Option<String>,
    pub balance_transaction: Option<String>,
    pub memo: Option<String>,
    pub reason: Option<CreditNoteReason>,
    pub voided_at: Option<i64>,
    pub metadata: Metadata,
}

impl CreditNote {
    pub fn subtotal(&self) -> i64 {
        self.lines.iter().map(|line| line.amount).sum()
    }

    pub fn total(&self) -> i64 {
        self.subtotal() + self.tax(|tax| !tax.inclusive)
    }

    /// The sum of some of its taxes.
    pub fn tax(&self, which: impl Fn(&LineTax) -> bool) -> i64 {
        let taxes = self.lines.iter().flat_map(|line| &line.taxes);
        taxes.filter(|tax| which(tax)).map(|tax| tax.amount).sum()
    }

    pub fn post_payment(&self) -> i64 {
        self.refunded + self.credited + self.out_of_band
    }
}

impl Kind for CreditNote {
    const NOUN: &'static str = "credit note";
    const EVENTS: &'static str = "credit_note";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone()), ("invoice", self.invoice.clone())]
    }
}
