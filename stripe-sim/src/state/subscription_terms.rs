//! The words of subscriptions: how one stands, and what has been agreed on.

use crate::params::choice;
use serde_json::{Value, json};

choice!(Status {
    Incomplete = "incomplete",
    IncompleteExpired = "incomplete_expired",
    Trialing = "trialing",
    Active = "active",
    PastDue = "past_due",
    Unpaid = "unpaid",
    Paused = "paused",
    Canceled = "canceled",
});
choice!(AutomaticTax { Off = "off", On = "on", WithoutLocation = "requires_location_inputs" });
choice!(BillingMode { Classic = "classic", Flexible = "flexible" });
choice!(CollectionMethod { ChargeAutomatically = "charge_automatically", SendInvoice = "send_invoice" });
choice!(CancelFeedback {
    CustomerService = "customer_service",
    LowQuality = "low_quality",
    MissingFeatures = "missing_features",
    Other = "other",
    SwitchedService = "switched_service",
    TooComplex = "too_complex",
    TooExpensive = "too_expensive",
    Unused = "unused",
});
choice!(CancelReason { CancellationRequested = "cancellation_requested", PaymentFailed = "payment_failed" });
choice!(MissingPaymentMethod { Cancel = "cancel", CreateInvoice = "create_invoice", Pause = "pause" });
choice!(
    #[derive(Default)]
    ProrationBehavior {
        AlwaysInvoice = "always_invoice",
        #[default]
        CreateProrations = "create_prorations",
        None = "none",
    }
);
choice!(PauseBehavior { KeepAsDraft = "keep_as_draft", MarkUncollectible = "mark_uncollectible", Void = "void" });

impl AutomaticTax {
    pub fn is_on(self) -> bool {
        self == Self::On
    }

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
