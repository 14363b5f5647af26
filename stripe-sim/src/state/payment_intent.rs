//! Payment intents: how far the payment of an invoice has come. The API shows them twice, as what was asked for by an
//! invoice (`invoice_payment`) too.

use super::table::{Key, Kind};

use crate::params::choice;
use serde::{Deserialize, Serialize};

choice!(IntentStatus {
    Canceled = "canceled",
    Processing = "processing",
    RequiresAction = "requires_action",
    RequiresPaymentMethod = "requires_payment_method",
    Succeeded = "succeeded",
});

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PaymentIntent {
    pub id: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    pub customer: String,
    pub invoice: String,
    pub payment_method: Option<String>,
    pub latest_charge: Option<String>,
    pub status: IntentStatus,
    pub paid_at: Option<i64>,
    pub canceled_at: Option<i64>,
}

impl Kind for PaymentIntent {
    const NOUN: &'static str = "payment_intent";
    const EVENTS: &'static str = "payment_intent";

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

/// The same payment as the invoice sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InvoicePayment {
    pub id: String,
    pub created: i64,
    pub intent: String,
    pub invoice: String,
    pub customer: String,
}

impl Kind for InvoicePayment {
    const NOUN: &'static str = "invoice payment";
    const EVENTS: &'static str = "invoice_payment";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone()), ("invoice", self.invoice.clone()), ("intent", self.intent.clone())]
    }
}
