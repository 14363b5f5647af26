//! Subscriptions as the API shows them.

use super::Render;
use super::list::whole_list;
use super::tax_rate::render_rates;
use crate::state::{State, Status, Subscription, ids_of};
use serde_json::{Value, json};

impl Render for Subscription {
    fn render(&self, state: &State) -> Value {
        let items = self.render_items(state);
        // As subscriptions were before they had items: no library types it, and Stripe still sends it.
        let only = items.first().filter(|_| items.len() == 1);
        let plan = only.map(|item| item["plan"].clone()).unwrap_or_default();
        let quantity = only.map(|item| item["quantity"].clone());
        let trial_settings = json!({
            "end_behavior": { "billing_cycle_anchor": null, "missing_payment_method": self.missing_payment_method },
        });
        let mut subscription = json!({
            "id": self.id,
            "object": "subscription",
            "application": null,
            "application_fee_percent": null,
            "automatic_tax": self.automatic_tax.render(),
            "billing_cycle_anchor": self.billing_cycle_anchor,
            "billing_cycle_anchor_config": null,
            "billing_mode": self.billing_mode.render(self.created),
            "billing_schedules": [],
            "billing_thresholds": null,
            "cancel_at": self.cancel_at,
            "cancel_at_period_end": self.cancel_at_period_end,
            "canceled_at": self.canceled_at,
            "cancellation_details": {
                "comment": self.cancel_comment,
                "feedback": self.cancel_feedback,
                "feedback_option": null,
                "reason": self.cancel_reason,
            },
            "collection_method": self.collection_method,
            "created": self.created,
            "currency": self.currency,
            "customer": self.customer,
            "customer_account": null,
            "days_until_due": self.days_until_due,
            "default_payment_method": self.default_payment_method,
            "default_source": self.default_source,
            "default_tax_rates": render_rates(state, &self.default_tax_rates),
            "description": self.description,
            "discounts": ids_of(&self.discounts),
            "ended_at": self.ended_at,
            "invoice_settings": {
                "account_tax_ids": null,
                "custom_fields": null,
                "description": null,
                "footer": null,
                "issuer": { "type": "self" },
            },
            "latest_invoice": self.latest_invoice,
            "livemode": false,
            "managed_payments": { "enabled": false },
            "metadata": self.metadata,
            "next_pending_invoice_item_invoice": null,
            "on_behalf_of": null,
            "pause_collection": self.pause_collection,
            "payment_settings": {
                "payment_method_options": null,
                "payment_method_types": null,
                "save_default_payment_method": "off",
            },
            "pending_invoice_item_interval": null,
            "pending_setup_intent": null,
            "pending_update": self.pending_update.as_ref().map(|pending| pending.render(self, state)),
            "quantity": quantity,
            "schedule": self.schedule,
            "start_date": self.start_date,
            "status": self.status,
            "test_clock": null,
            "transfer_data": null,
            "trial_end": self.trial_end,
            "trial_settings": trial_settings,
            "trial_start": self.trial_start,
        });
        let url = format!("/v1/subscription_items?subscription={}", self.id);
        subscription["items"] = whole_list(items, &url);
        subscription["plan"] = plan;
        if let Some(paused) = self.paused.as_ref().filter(|_| self.status == Status::Paused) {
            subscription["status_details"] = paused.render();
        }
        subscription
    }
}
