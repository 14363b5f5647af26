//! Taking a value away from a subscription. Stripe wants it empty, which async-stripe's own request
//! cannot send.

use serde::Serialize;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_shared::Subscription;

use crate::path_segment::path_segment;

/// One value of a subscription (`sub_…`), taken away: `POST /v1/subscriptions/{id}`.
#[derive(Debug)]
pub struct UnsetField<'a> {
    subscription: &'a str,
    fields: Fields,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Fields {
    CancelAtPeriodEnd {
        cancel_at_period_end: bool,
    },
    CancelAt {
        cancel_at: &'static str,
    },
    PaymentMethod {
        default_payment_method: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        default_source: Option<&'static str>,
    },
}

impl<'a> UnsetField<'a> {
    /// It goes on when its period ends. Not to be used for [`UnsetField::cancel_at`]: Stripe does not take both.
    pub fn cancel_at_period_end(subscription: &'a str) -> Self {
        Self { subscription, fields: Fields::CancelAtPeriodEnd { cancel_at_period_end: false } }
    }

    /// It goes on at the time that was set for its end.
    pub fn cancel_at(subscription: &'a str) -> Self {
        Self { subscription, fields: Fields::CancelAt { cancel_at: "" } }
    }

    /// From then on the customer's default pays. `with_source`: it has a source of former times, too.
    pub fn payment_method(subscription: &'a str, with_source: bool) -> Self {
        let default_source = with_source.then_some("");
        Self { subscription, fields: Fields::PaymentMethod { default_payment_method: "", default_source } }
    }
}

impl StripeRequest for UnsetField<'_> {
    type Output = Subscription;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, format!("/subscriptions/{}", path_segment(self.subscription)))
            .form(&self.fields)
    }
}
