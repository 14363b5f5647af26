//! Tax rates as the API shows them.

use super::Render;
use crate::state::{State, TaxRate};
use serde_json::{Value, json};

impl Render for TaxRate {
    fn render(&self, _: &State) -> Value {
        let level = match (&self.state, &self.country) {
            (Some(_), _) => Some("state"),
            (None, Some(_)) => Some("country"),
            (None, None) => None,
        };
        json!({
            "id": self.id,
            "object": "tax_rate",
            "active": self.active,
            "country": self.country,
            "created": self.created,
            "description": self.description,
            "display_name": self.display_name,
            "effective_percentage": self.automatic.then(|| self.percentage.render()),
            "flat_amount": null,
            "inclusive": self.inclusive,
            "jurisdiction": self.jurisdiction,
            "jurisdiction_level": level.filter(|_| self.automatic),
            "livemode": false,
            "metadata": self.metadata,
            "percentage": self.percentage.render(),
            "rate_type": "percentage",
            "state": self.state,
            "tax_type": self.tax_type,
        })
    }
}

/// As subscriptions, items and lines show the rates they have.
pub(crate) fn render_rates(state: &State, ids: &[String]) -> Vec<Value> {
    ids.iter().filter_map(|id| state.get::<TaxRate>(id)).map(|rate| rate.render(state)).collect()
}
