//! Payment intents: how far the payment of an invoice has come. The API shows them twice, as what was asked for by an
//! invoice (`invoice_payment`) too.

use super::table::Key;
use super::{Kind, State, Table};
use crate::params::choice;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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

    fn table(state: &State) -> &Table<Self> {
        &state.payment_intents
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.payment_intents
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone()), ("invoice", self.invoice.clone())]
    }

    fn render(&self, _: &State) -> Value {
        let received = if self.status == IntentStatus::Succeeded { self.amount } else { 0 };
        json!({
            "id": self.id,
            "object": "payment_intent",
            "allowed_payment_method_types": null,
            "amount": self.amount,
            "amount_capturable": 0,
            "amount_received": received,
            "application": null,
            "application_fee_amount": null,
            "automatic_payment_methods": null,
            "canceled_at": self.canceled_at,
            "cancellation_reason": self.canceled_at.map(|_| "void_invoice"),
            "capture_method": "automatic",
            "client_secret": format!("{}_secret_simulated", self.id),
            "confirmation_method": "automatic",
            "created": self.created,
            "currency": self.currency,
            "customer": self.customer,
            "customer_account": null,
            "description": "Subscription payment",
            "excluded_payment_method_types": null,
            "last_payment_error": null,
            "latest_charge": self.latest_charge,
            "livemode": false,
            "managed_payments": null,
            "metadata": {},
            "next_action": null,
            "on_behalf_of": null,
            "payment_method": self.payment_method,
            "payment_method_configuration_details": null,
            "payment_method_options": null,
            "payment_method_types": ["card"],
            "payment_record": null,
            "processing": null,
            "receipt_email": null,
            "review": null,
            "setup_future_usage": "off_session",
            "shipping": null,
            "source": null,
            "statement_descriptor": null,
            "statement_descriptor_suffix": null,
            "status": self.status,
            "transfer_data": null,
            "transfer_group": null,
        })
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

impl InvoicePayment {
    pub fn status(&self, state: &State) -> &'static str {
        match state.get::<PaymentIntent>(&self.intent).map(|intent| intent.status) {
            Some(IntentStatus::Succeeded) => "paid",
            Some(IntentStatus::Canceled) => "canceled",
            _ => "open",
        }
    }
}

impl Kind for InvoicePayment {
    const NOUN: &'static str = "invoice payment";
    const EVENTS: &'static str = "invoice_payment";

    fn table(state: &State) -> &Table<Self> {
        &state.invoice_payments
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.invoice_payments
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone()), ("invoice", self.invoice.clone()), ("intent", self.intent.clone())]
    }

    fn render(&self, state: &State) -> Value {
        let intent = state.get::<PaymentIntent>(&self.intent);
        json!({
            "id": self.id,
            "object": "invoice_payment",
            "amount_paid": intent.filter(|it| it.status == IntentStatus::Succeeded).map(|it| it.amount),
            "amount_requested": intent.map_or(0, |it| it.amount),
            "created": self.created,
            "currency": intent.map(|it| &it.currency),
            "invoice": self.invoice,
            "is_default": true,
            "livemode": false,
            "payment": { "payment_intent": self.intent, "type": "payment_intent" },
            "status": self.status(state),
            "status_transitions": {
                "canceled_at": intent.and_then(|it| it.canceled_at),
                "paid_at": intent.and_then(|it| it.paid_at),
            },
        })
    }
}
