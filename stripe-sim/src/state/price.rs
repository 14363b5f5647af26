//! Prices, and the legacy plan that every subscription item still carries beside its price.

use super::table::Key;
use super::{Amount, Decimal, Kind, State, Table};
use crate::params::{Metadata, choice};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

choice!(Interval { Day = "day", Week = "week", Month = "month", Year = "year" });
choice!(UsageType { Licensed = "licensed", Metered = "metered" });
choice!(PriceType { OneTime = "one_time", Recurring = "recurring" });
choice!(TaxBehavior { Exclusive = "exclusive", Inclusive = "inclusive", Unspecified = "unspecified" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recurring {
    pub interval: Interval,
    pub interval_count: i64,
    pub usage_type: UsageType,
    /// Of what is metered.
    pub meter: Option<String>,
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
    pub amount: Amount,
    /// The same in other currencies.
    pub other_amounts: IndexMap<String, Amount>,
}

impl Price {
    pub fn kind(&self) -> PriceType {
        match self.recurring {
            Some(_) => PriceType::Recurring,
            None => PriceType::OneTime,
        }
    }

    pub fn unit_amount(&self) -> Option<i64> {
        self.amount.unit().and_then(Decimal::to_units)
    }

    pub fn unit_amount_decimal(&self) -> Option<String> {
        self.amount.unit().map(|amount| amount.to_string())
    }

    pub fn unit_amount_in(&self, currency: &str) -> Option<String> {
        self.amount_in(currency)?.unit().map(|amount| amount.to_string())
    }

    pub fn amount_in(&self, currency: &str) -> Option<&Amount> {
        if self.currency == currency { Some(&self.amount) } else { self.other_amounts.get(currency) }
    }

    /// What so many of it cost, in a currency that it has.
    pub fn amount(&self, quantity: i64, currency: &str) -> i64 {
        self.amount_in(currency).unwrap_or(&self.amount).of(quantity)
    }

    pub fn is_metered(&self) -> bool {
        self.recurring.as_ref().is_some_and(|recurring| recurring.usage_type == UsageType::Metered)
    }

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
