//! Whether and how the account calculates tax automatically. There is one of it, and it has no id.

use super::{Address, TaxBehavior};
use crate::params::choice;
use serde::{Deserialize, Serialize};

choice!(TaxDefault { Exclusive = "exclusive", Inclusive = "inclusive", InferredByCurrency = "inferred_by_currency" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TaxSettings {
    /// Without one, nothing can be calculated: the settings are `pending`.
    pub head_office: Option<Address>,
    pub tax_behavior: TaxDefault,
    pub tax_code: Option<String>,
}

impl Default for TaxSettings {
    fn default() -> Self {
        let address = Address {
            city: Some("San Francisco".to_owned()),
            country: Some("US".to_owned()),
            line1: Some("1 Market Street".to_owned()),
            line2: None,
            postal_code: Some("94105".to_owned()),
            state: Some("CA".to_owned()),
        };
        Self { head_office: Some(address), tax_behavior: TaxDefault::InferredByCurrency, tax_code: None }
    }
}

impl TaxSettings {
    pub fn is_active(&self) -> bool {
        self.head_office.is_some()
    }

    pub fn country(&self) -> Option<&str> {
        self.head_office.as_ref()?.country.as_deref()
    }

    /// Whether tax is in a price already: North American prices come without it.
    pub fn is_inclusive(&self, price: TaxBehavior, currency: &str) -> bool {
        match (price, self.tax_behavior) {
            (TaxBehavior::Inclusive, _) | (TaxBehavior::Unspecified, TaxDefault::Inclusive) => true,
            (TaxBehavior::Exclusive, _) | (TaxBehavior::Unspecified, TaxDefault::Exclusive) => false,
            (TaxBehavior::Unspecified, TaxDefault::InferredByCurrency) => !matches!(currency, "usd" | "cad"),
        }
    }
}
