//! The words of subscriptions: how one stands, and what has been agreed on.

use crate::params::choice;

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
}
