//! The request that opens the portal. Not async-stripe's, which has no flow for pausing.

use serde::Serialize;
use stripe_billing::BillingPortalSessionLocale;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

use crate::portal::flow::FlowParameters;

/// `POST /v1/billing_portal/sessions`
#[derive(Clone, Copy, Serialize)]
pub struct CreateSession<'a> {
    pub customer: &'a str,
    pub return_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<&'a str>,
    /// `None` for the browser's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<&'a BillingPortalSessionLocale>,
    /// `None` for the portal's home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_data: Option<&'a FlowParameters>,
}

/// The fields that are read from the answer.
#[derive(miniserde::Deserialize)]
pub struct Session {
    pub url: String,
}

impl StripeRequest for CreateSession<'_> {
    type Output = Session;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, "/billing_portal/sessions").form(self)
    }
}
