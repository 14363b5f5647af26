//! Products as the API shows them.

use super::Render;
use crate::state::{Product, State};
use serde_json::{Value, json};

impl Render for Product {
    fn render(&self, _: &State) -> Value {
        let features: Vec<_> = self.marketing_features.iter().map(|name| json!({ "name": name })).collect();
        json!({
            "id": self.id,
            "object": "product",
            "active": self.active,
            "created": self.created,
            "default_price": self.default_price,
            "description": self.description,
            "images": self.images,
            "livemode": false,
            "marketing_features": features,
            "metadata": self.metadata,
            "name": self.name,
            "package_dimensions": null,
            "shippable": self.shippable,
            "statement_descriptor": self.statement_descriptor,
            "tax_code": null,
            "tax_details": null,
            "type": "service",
            "unit_label": self.unit_label,
            "updated": self.updated,
            "url": self.url,
        })
    }
}
