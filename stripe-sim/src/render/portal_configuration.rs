//! Portal configurations as the API shows them.

use super::Render;
use crate::state::{Features, Interval, PortalConfiguration, State, SubscriptionPause};
use serde_json::{Value, json};

impl SubscriptionPause {
    fn render(&self) -> Value {
        let option = |(interval, count): &(Interval, i64)| json!({ "interval": interval, "interval_count": count });
        let options: Vec<_> = self.options.iter().flatten().map(option).collect();
        let kind = if self.options.is_some() { "interval_options" } else { "indefinite" };
        json!({ "duration": { "interval_options": options, "type": kind }, "enabled": self.enabled })
    }
}

impl PortalConfiguration {
    /// Shown to those who ask for it by `expand` only.
    pub fn render_products(&self) -> Value {
        let products = self.features.subscription_update.products.iter().map(|offered| {
            let fixed = json!({ "enabled": false, "maximum": null, "minimum": 1 });
            json!({ "product": offered.product, "prices": offered.prices, "adjustable_quantity": fixed })
        });
        products.collect()
    }
}

impl Render for PortalConfiguration {
    fn render(&self, _: &State) -> Value {
        let Features { customer_update, subscription_cancel: cancel, subscription_update: update, .. } = &self.features;
        json!({
            "id": self.id,
            "object": "billing_portal.configuration",
            "active": self.active,
            "application": null,
            "business_profile": self.business_profile,
            "created": self.created,
            "default_return_url": self.default_return_url,
            "features": {
                "customer_update": customer_update,
                "invoice_history": { "enabled": self.features.invoice_history },
                "payment_method_update": {
                    "enabled": self.features.payment_method_update,
                    "payment_method_configuration": null,
                },
                "subscription_cancel": {
                    "cancellation_reason": {
                        "enabled": cancel.cancellation_reason.enabled,
                        "feedback_options": null,
                        "options": cancel.cancellation_reason.options,
                    },
                    "enabled": cancel.enabled,
                    "mode": cancel.mode,
                    "proration_behavior": cancel.proration_behavior,
                },
                "subscription_pause": self.features.subscription_pause.render(),
                "subscription_update": {
                    "billing_cycle_anchor": null,
                    "default_allowed_updates": update.default_allowed_updates,
                    "enabled": update.enabled,
                    "proration_behavior": update.proration_behavior,
                    "schedule_at_period_end": {
                        "conditions":
                            update.schedule_at_period_end.iter().map(|on| json!({ "type": on })).collect::<Vec<_>>(),
                    },
                    "trial_update_behavior": update.trial_update_behavior,
                },
            },
            "is_default": self.is_default,
            "livemode": false,
            "login_page": { "enabled": false, "url": null },
            "metadata": self.metadata,
            "name": self.name,
            "updated": self.updated,
        })
    }
}
