//! Stripe's settings for calculating tax, as far as the doctor needs them. Async-stripe has them in the crate that
//! [`super::webhook_endpoint`] does without, too.

use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

/// The settings: <https://docs.stripe.com/api/tax/settings/object>.
#[derive(Clone, Debug, miniserde::Deserialize)]
pub struct TaxSettings {
    /// `active`, or `pending` if something is missing.
    pub status: String,
    pub status_details: Option<StatusDetails>,
}

#[derive(Clone, Debug, miniserde::Deserialize)]
pub struct StatusDetails {
    /// Only if the status is `pending`.
    pub pending: Option<Pending>,
}

#[derive(Clone, Debug, miniserde::Deserialize)]
pub struct Pending {
    /// Such as `head_office`.
    pub missing_fields: Option<Vec<String>>,
}

impl TaxSettings {
    /// Whether Stripe calculates tax.
    pub fn is_active(&self) -> bool {
        self.status == "active"
    }

    /// What is missing.
    pub fn missing(&self) -> &[String] {
        let pending = self.status_details.as_ref().and_then(|details| details.pending.as_ref());
        pending.and_then(|pending| pending.missing_fields.as_deref()).unwrap_or_default()
    }
}

/// `GET /v1/tax/settings`
#[derive(Clone, Copy, Debug)]
pub struct RetrieveTaxSettings;

impl StripeRequest for RetrieveTaxSettings {
    type Output = TaxSettings;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, "/tax/settings")
    }
}
