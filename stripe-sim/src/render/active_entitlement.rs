//! What a customer is entitled to, one by one as the API shows it, and all together as events tell it.

use super::{Render, list};
use crate::state::{ActiveEntitlement, EntitlementFeature, State};
use serde_json::{Value, json};

/// A summary has no more of them; whoever wants the others lists them.
const SUMMARIZED: usize = 10;

impl Render for ActiveEntitlement {
    fn render(&self, state: &State) -> Value {
        let feature = state.get::<EntitlementFeature>(&self.feature);
        json!({
            "id": self.id,
            "object": "entitlements.active_entitlement",
            "feature": self.feature,
            "livemode": false,
            "lookup_key": feature.map(|feature| &feature.lookup_key),
        })
    }
}

/// It has no id: there is one for each customer.
pub(crate) fn summary_of_entitlements(state: &State, customer: &str) -> Value {
    let own = state.active_entitlements.with("customer", customer).rev();
    let mut data: Vec<_> =
        own.take(SUMMARIZED + 1).map(|entitlement: &ActiveEntitlement| entitlement.render(state)).collect();
    let has_more = data.len() > SUMMARIZED;
    data.truncate(SUMMARIZED);
    json!({
        "object": "entitlements.active_entitlement_summary",
        "customer": customer,
        "entitlements": list(data, has_more, &format!("/v1/customer/{customer}/entitlements")),
        "livemode": false,
    })
}
