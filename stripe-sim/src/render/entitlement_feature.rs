//! Features as the API shows them.

use super::Render;
use crate::state::{EntitlementFeature, State};
use serde_json::{Value, json};

impl Render for EntitlementFeature {
    fn render(&self, _: &State) -> Value {
        json!({
            "id": self.id,
            "object": "entitlements.feature",
            "active": self.active,
            "livemode": false,
            "lookup_key": self.lookup_key,
            "metadata": self.metadata,
            "name": self.name,
        })
    }
}
