//! Stripe's webhook endpoints, as far as the doctor needs them. Async-stripe has them in a crate of 60,000 lines, most
//! of it about other objects, which every build would pay for.

use serde::Serialize;
use stripe::path_segment;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_types::List;

const PATH: &str = "/webhook_endpoints";

/// A webhook endpoint: <https://docs.stripe.com/api/webhook_endpoints/object>.
#[derive(Clone, Debug, miniserde::Deserialize)]
pub struct WebhookEndpoint {
    /// `we_…`
    pub id: String,
    pub url: String,
    /// `enabled` or `disabled`.
    pub status: String,
    /// Types of events, or `*` for almost all.
    pub enabled_events: Vec<String>,
    /// `None` if events come in the account's default version.
    pub api_version: Option<String>,
    /// Unix seconds.
    pub created: i64,
    /// Only in the answer to [`CreateWebhookEndpoint`].
    pub secret: Option<String>,
}

/// `GET /v1/webhook_endpoints`
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct ListWebhookEndpoints {
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u8>,
}

impl ListWebhookEndpoints {
    /// The first endpoint alone.
    pub fn first() -> Self {
        Self { limit: Some(1) }
    }
}

impl StripeRequest for ListWebhookEndpoints {
    type Output = List<WebhookEndpoint>;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, PATH).query(self)
    }
}

/// `POST /v1/webhook_endpoints`
#[derive(Clone, Debug, Serialize)]
pub struct CreateWebhookEndpoint<'a> {
    pub url: &'a str,
    pub enabled_events: Vec<&'static str>,
    pub api_version: &'static str,
    pub description: &'static str,
}

impl StripeRequest for CreateWebhookEndpoint<'_> {
    type Output = WebhookEndpoint;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, PATH).form(self)
    }
}

/// `POST /v1/webhook_endpoints/{id}`
#[derive(Clone, Debug, Serialize)]
pub struct UpdateWebhookEndpoint<'a> {
    #[serde(skip)]
    pub id: &'a str,
    pub disabled: bool,
    /// `None` leaves them as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled_events: Option<Vec<&'static str>>,
}

impl StripeRequest for UpdateWebhookEndpoint<'_> {
    type Output = WebhookEndpoint;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, format!("{PATH}/{}", path_segment(self.id))).form(self)
    }
}
