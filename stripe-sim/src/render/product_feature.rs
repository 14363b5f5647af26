//! Features of products as the API shows them: with the whole feature, not its id.

use super::Render;
use crate::state::{EntitlementFeature, ProductFeature, State};
use serde_json::{Value, json};

impl Render for ProductFeature {
    fn render(&self, state: &State) -> Value {
        let feature = state.get::<EntitlementFeature>(&self.feature);
        json!({
            "id": self.id,
            "object": "product_feature",
            "entitlement_feature": feature.map(|feature| feature.render(state)),
            "livemode": false,
        })
    }
}
