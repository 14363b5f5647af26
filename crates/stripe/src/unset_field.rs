//! Unsetting a field of a subscription. Stripe expects an empty value, which async-stripe's request
//! cannot send.

use serde::Serialize;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_shared::Subscription;

use crate::path_segment::path_segment;

/// Unsets a field of a subscription (`sub_…`): `POST /v1/subscriptions/{id}`.
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
    /// Undoes a cancellation at the period's end. Not together with [`UnsetField::cancel_at`]:
    /// Stripe does not accept both.
    pub fn cancel_at_period_end(subscription: &'a str) -> Self {
        Self { subscription, fields: Fields::CancelAtPeriodEnd { cancel_at_period_end: false } }
    }

    /// Undoes a cancellation at a set time.
    pub fn cancel_at(subscription: &'a str) -> Self {
        Self { subscription, fields: Fields::CancelAt { cancel_at: "" } }
    }

    /// Removes its payment method, so that the customer's default pays. With `with_source` also its
    /// legacy source.
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
