//! Prices as the API shows them, and the legacy plan that every subscription item still carries beside its price.

use super::Render;
use crate::state::{Amount, Decimal, Price, Recurring, State};
use serde_json::{Value, json};

impl Price {
    fn scheme(&self) -> &'static str {
        if self.amount.tiers_mode().is_some() { "tiered" } else { "per_unit" }
    }

    /// Included by `expand` only, its own currency among them.
    pub fn render_currencies(&self) -> Value {
        let own = std::iter::once((&self.currency, &self.amount));
        let option = |(currency, amount): (&String, &Amount)| {
            let option = json!({
                "custom_unit_amount": amount.render_custom(),
                "tax_behavior": self.tax_behavior,
                "unit_amount": amount.unit().and_then(Decimal::to_units),
                "unit_amount_decimal": amount.unit().map(|amount| amount.to_string()),
            });
            (currency.clone(), option)
        };
        Value::Object(own.chain(&self.other_amounts).map(option).collect())
    }

    pub fn render_plan(&self, recurring: &Recurring) -> Value {
        json!({
            "id": self.id,
            "object": "plan",
            "active": self.active,
            "amount": self.unit_amount(),
            "amount_decimal": self.unit_amount_decimal(),
            "billing_scheme": self.scheme(),
            "created": self.created,
            "currency": self.currency,
            "interval": recurring.interval,
            "interval_count": recurring.interval_count,
            "livemode": false,
            "metadata": self.metadata,
            "meter": recurring.meter,
            "nickname": self.nickname,
            "product": self.product,
            "tiers_mode": self.amount.tiers_mode(),
            "transform_usage": null,
            "trial_period_days": null,
            "usage_type": recurring.usage_type,
        })
    }
}

impl Render for Price {
    fn render(&self, _: &State) -> Value {
        let recurring = self.recurring.as_ref().map(|recurring| {
            json!({
                "interval": recurring.interval,
                "interval_count": recurring.interval_count,
                "meter": recurring.meter,
                "trial_period_days": null,
                "usage_type": recurring.usage_type,
            })
        });
        json!({
            "id": self.id,
            "object": "price",
            "active": self.active,
            "billing_scheme": self.scheme(),
            "created": self.created,
            "currency": self.currency,
            "custom_unit_amount": self.amount.render_custom(),
            "livemode": false,
            "lookup_key": self.lookup_key,
            "metadata": self.metadata,
            "nickname": self.nickname,
            "product": self.product,
            "recurring": recurring,
            "tax_behavior": self.tax_behavior,
            "tiers_mode": self.amount.tiers_mode(),
            "transform_quantity": null,
            "type": self.kind(),
            "unit_amount": self.unit_amount(),
            "unit_amount_decimal": self.unit_amount_decimal(),
        })
    }
}
