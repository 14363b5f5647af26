//! The account's settings for tax as the API shows them.

use crate::state::TaxSettings;
use serde_json::{Value, json};

impl TaxSettings {
    pub fn render(&self) -> Value {
        let (status, details) = match self.is_active() {
            true => ("active", json!({ "active": {} })),
            false => ("pending", json!({ "pending": { "missing_fields": ["head_office"] } })),
        };
        json!({
            "object": "tax.settings",
            "defaults": { "provider": "stripe", "tax_behavior": self.tax_behavior, "tax_code": self.tax_code },
            "head_office": self.head_office.as_ref().map(|address| json!({ "address": address })),
            "livemode": false,
            "status": status,
            "status_details": details,
        })
    }
}
