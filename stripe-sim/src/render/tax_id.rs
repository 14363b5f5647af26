//! Tax ids as the API and invoices show them.

use super::Render;
use crate::state::{State, TaxId};
use serde_json::{Value, json};

impl Render for TaxId {
    fn render(&self, _: &State) -> Value {
        json!({
            "id": self.id,
            "object": "tax_id",
            "country": self.country(),
            "created": self.created,
            "customer": self.customer,
            "customer_account": null,
            "livemode": false,
            "owner": { "customer": self.customer, "customer_account": null, "type": "customer" },
            "type": self.kind,
            "value": self.value,
            "verification": {
                "status": self.verification(), "verified_address": null, "verified_name": null,
            },
        })
    }
}

/// Those of a customer, as an invoice has them.
pub(crate) fn render_ids_of(state: &State, customer: &str) -> Vec<Value> {
    let own = state.tax_ids.with("customer", customer);
    own.map(|it: &TaxId| json!({ "type": it.kind, "value": it.value })).collect()
}
