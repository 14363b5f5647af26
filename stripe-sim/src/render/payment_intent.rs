//! Payment intents as the API shows them, and the same payments as invoices have them.

use super::Render;
use crate::state::{IntentStatus, InvoicePayment, PaymentIntent, State};
use serde_json::{Value, json};

impl Render for PaymentIntent {
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

impl Render for InvoicePayment {
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
