//! Tiers and chosen amounts as prices show them.

use crate::state::{Amount, Decimal, Tier};
use serde_json::{Value, json};

impl Amount {
    /// Included by `expand` only.
    pub fn render_tiers(&self) -> Value {
        let Self::Tiered(_, tiers) = self else { return Value::Null };
        let tier = |tier: &Tier| {
            json!({
                "flat_amount": tier.flat.and_then(Decimal::to_units),
                "flat_amount_decimal": tier.flat.map(|amount| amount.to_string()),
                "unit_amount": tier.unit.and_then(Decimal::to_units),
                "unit_amount_decimal": tier.unit.map(|amount| amount.to_string()),
                "up_to": tier.up_to,
            })
        };
        tiers.iter().map(tier).collect()
    }

    pub fn render_custom(&self) -> Value {
        match self {
            Self::Custom { minimum, maximum, preset } => {
                json!({ "maximum": maximum, "minimum": minimum, "preset": preset })
            }
            Self::PerUnit(_) | Self::Tiered(..) => Value::Null,
        }
    }
}
