//! Terms that subscriptions, invoices and schedules show alike.

use crate::state::{AutomaticTax, BillingMode};
use serde_json::{Value, json};

impl AutomaticTax {
    fn disabled_reason(self) -> Option<&'static str> {
        (self == Self::WithoutLocation).then_some("requires_location_inputs")
    }

    pub fn render(self) -> Value {
        let liability = self.is_on().then(|| json!({ "type": "self" }));
        json!({ "disabled_reason": self.disabled_reason(), "enabled": self.is_on(), "liability": liability })
    }

    pub fn render_on_invoice(self) -> Value {
        let mut tax = self.render();
        tax["disabled_reason"] = json!(self.disabled_reason().map(|reason| format!("finalization_{reason}")));
        tax["provider"] = json!(self.is_on().then_some("stripe"));
        tax["status"] = json!(self.is_on().then_some("complete"));
        tax
    }
}

impl BillingMode {
    pub fn render(self, since: i64) -> Value {
        match self {
            Self::Classic => json!({ "flexible": null, "type": "classic" }),
            Self::Flexible => json!({
                "flexible": { "proration_discounts": "included" },
                "type": "flexible",
                "updated_at": since,
            }),
        }
    }
}
