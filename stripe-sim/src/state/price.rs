//! Prices: what something costs, once or again and again.

use super::table::{Key, Kind};
use super::{Amount, Decimal};
use crate::params::{Metadata, choice};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

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

    /// The price of this quantity, in one of its currencies.
    pub fn amount(&self, quantity: i64, currency: &str) -> i64 {
        self.amount_in(currency).unwrap_or(&self.amount).of(quantity)
    }

    pub fn is_metered(&self) -> bool {
        self.recurring.as_ref().is_some_and(|recurring| recurring.usage_type == UsageType::Metered)
    }
}

impl Kind for Price {
    const NOUN: &'static str = "price";
    const EVENTS: &'static str = "price";

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
}
