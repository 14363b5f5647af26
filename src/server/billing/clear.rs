//! Taking a value away from a subscription. Stripe wants it empty, which async-stripe's own request
//! cannot send.

use serde::Serialize;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_shared::Subscription;

use crate::{model::path_segment, server::db::entity::subscription};

/// One value, taken away.
pub(super) struct Clear<'a> {
    subscription: &'a str,
    change: Change,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Change {
    PeriodEnd {
        cancel_at_period_end: bool,
    },
    Time {
        cancel_at: &'static str,
    },
    PaymentMethod {
        default_payment_method: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        default_source: Option<&'static str>,
    },
}

impl<'a> Clear<'a> {
    /// Whichever of the two shapes is set; Stripe does not take both at once.
    pub fn scheduled_end(row: &'a subscription::Model) -> Self {
        let change = if row.cancel_at_period_end {
            Change::PeriodEnd { cancel_at_period_end: false }
        } else {
            Change::Time { cancel_at: "" }
        };
        Self { subscription: &row.id, change }
    }

    /// From then on the customer's default pays.
    pub fn payment_method(row: &'a subscription::Model) -> Self {
        let default_source = (!row.raw["default_source"].is_null()).then_some("");
        Self { subscription: &row.id, change: Change::PaymentMethod { default_payment_method: "", default_source } }
    }
}

impl StripeRequest for Clear<'_> {
    type Output = Subscription;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, format!("/subscriptions/{}", path_segment(self.subscription)))
            .form(&self.change)
    }
}
