//! Prices, and the legacy plan that every subscription item still carries beside its price.

use super::table::Key;
use super::{Kind, State, Table};
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

choice!(Interval { Day = "day", Week = "week", Month = "month", Year = "year" });
choice!(UsageType { Licensed = "licensed" });
choice!(PriceType { OneTime = "one_time", Recurring = "recurring" });
choice!(TaxBehavior { Exclusive = "exclusive", Inclusive = "inclusive", Unspecified = "unspecified" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recurring {
    pub interval: Interval,
    pub interval_count: i64,
    pub usage_type: UsageType,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Price {
    pub id: String,
    pub created: i64,
    pub active: bool,
    pub currency: String,
    pub lookup_key: Option<String>,
    pub metadata: Metadata,
    pub nickname: Option<String>,
    pub product: String,
    pub recurring: Option<Recurring>,
    pub tax_behavior: TaxBehavior,
    pub unit_amount: Option<i64>,
}

impl Price {
    pub fn kind(&self) -> PriceType {
        match self.recurring {
            Some(_) => PriceType::Recurring,
            None => PriceType::OneTime,
        }
    }

    pub fn unit_amount_decimal(&self) -> Option<String> {
        self.unit_amount.map(|amount| amount.to_string())
    }

    pub fn render_plan(&self, recurring: &Recurring) -> Value {
        json!({
            "id": self.id,
            "object": "plan",
            "active": self.active,
            "amount": self.unit_amount,
            "amount_decimal": self.unit_amount_decimal(),
            "billing_scheme": "per_unit",
            "created": self.created,
            "currency": self.currency,
            "interval": recurring.interval,
            "interval_count": recurring.interval_count,
            "livemode": false,
            "metadata": self.metadata,
            "meter": null,
            "nickname": self.nickname,
            "product": self.product,
            "tiers_mode": null,
            "transform_usage": null,
            "trial_period_days": null,
            "usage_type": recurring.usage_type,
        })
    }
}

impl Kind for Price {
    const NOUN: &'static str = "price";
    const EVENTS: &'static str = "price";

    fn table(state: &State) -> &Table<Self> {
        &state.prices
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.prices
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        let key = self.lookup_key.iter().map(|key| ("lookup_key", key.clone()));
        std::iter::once(("product", self.product.clone())).chain(key).collect()
    }

    fn render(&self, _: &State) -> Value {
        let recurring = self.recurring.as_ref().map(|recurring| {
            json!({
                "interval": recurring.interval,
                "interval_count": recurring.interval_count,
                "meter": null,
                "trial_period_days": null,
                "usage_type": recurring.usage_type,
            })
        });
        json!({
            "id": self.id,
            "object": "price",
            "active": self.active,
            "billing_scheme": "per_unit",
            "created": self.created,
            "currency": self.currency,
            "custom_unit_amount": null,
            "livemode": false,
            "lookup_key": self.lookup_key,
            "metadata": self.metadata,
            "nickname": self.nickname,
            "product": self.product,
            "recurring": recurring,
            "tax_behavior": self.tax_behavior,
            "tiers_mode": null,
            "transform_quantity": null,
            "type": self.kind(),
            "unit_amount": self.unit_amount,
            "unit_amount_decimal": self.unit_amount_decimal(),
        })
    }
}
