//! Subscription schedules and their phases as the API shows them.

use super::Render;
use super::tax_rate::render_rates;
use crate::state::{Phase, PhaseItem, Price, Schedule, ScheduleStatus, State, Subscription};
use serde_json::{Value, json};

impl Schedule {
    fn ended_as(&self, status: ScheduleStatus) -> Option<i64> {
        self.ended_at.filter(|_| self.status == status)
    }

    fn render_phase(&self, phase: &Phase, state: &State) -> Value {
        let item = |item: &PhaseItem| {
            // A plan has the id of its price.
            let price = state.get::<Price>(&item.price).map(|price| &price.id);
            json!({
                "billing_thresholds": null,
                "discounts": [],
                "metadata": item.metadata,
                "plan": price,
                "price": price,
                "quantity": item.quantity,
                "tax_rates": render_rates(state, &item.tax_rates),
            })
        };
        json!({
            "add_invoice_items": [],
            "application_fee_percent": null,
            "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null },
            "billing_cycle_anchor": null,
            "billing_thresholds": null,
            "collection_method": null,
            "currency": self.currency,
            "default_payment_method": null,
            "default_tax_rates": render_rates(state, phase.default_tax_rates.as_deref().unwrap_or_default()),
            "description": phase.description,
            "discounts": phase.discounts.iter().flatten().map(|it| json!({
                "coupon": it.promotion_code.is_none().then_some(&it.coupon),
                "discount": null,
                "promotion_code": it.promotion_code,
            })).collect::<Vec<_>>(),
            "end_date": phase.end,
            "invoice_settings": null,
            "items": phase.items.iter().map(item).collect::<Vec<_>>(),
            "metadata": phase.metadata,
            "on_behalf_of": null,
            "proration_behavior": phase.proration,
            "start_date": phase.start,
            "transfer_data": null,
            "trial_end": phase.trial_end,
        })
    }
}

impl Render for Schedule {
    fn render(&self, state: &State) -> Value {
        let is_released = self.status == ScheduleStatus::Released;
        let current = self.current_phase();
        let phases = self.phases.iter().map(|phase| self.render_phase(phase, state));
        let subscription = self.subscription.as_deref();
        let subscribed_at =
            subscription.and_then(|id| state.get::<Subscription>(id)).map_or(self.created, |it| it.created);
        json!({
            "id": self.id,
            "object": "subscription_schedule",
            "application": null,
            "billing_mode": self.billing_mode.render(subscribed_at),
            "canceled_at": self.ended_as(ScheduleStatus::Canceled),
            "completed_at": self.ended_as(ScheduleStatus::Completed),
            "created": self.created,
            "current_phase": current.map(|phase| json!({ "end_date": phase.end, "start_date": phase.start })),
            "customer": self.customer,
            "customer_account": null,
            "default_settings": {
                "application_fee_percent": null,
                "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null },
                "billing_cycle_anchor": "automatic",
                "billing_thresholds": null,
                "collection_method": self.collection_method,
                "default_payment_method": null,
                "description": null,
                "invoice_settings": {
                    "account_tax_ids": null,
                    "custom_fields": null,
                    "days_until_due": null,
                    "description": null,
                    "footer": null,
                    "issuer": { "type": "self" },
                },
                "on_behalf_of": null,
                "transfer_data": null,
            },
            "end_behavior": self.end_behavior,
            "livemode": false,
            "metadata": self.metadata,
            "pause_schedules": [],
            "phases": phases.collect::<Vec<_>>(),
            "released_at": self.ended_as(ScheduleStatus::Released),
            "released_subscription": subscription.filter(|_| is_released),
            "status": self.status,
            "subscription": subscription.filter(|_| !is_released),
            "test_clock": null,
        })
    }
}
