//! Webhook endpoints as the API shows them.

use super::Render;
use crate::state::{State, WebhookEndpoint};
use serde_json::{Value, json};

impl Render for WebhookEndpoint {
    /// The secret is told once, by the endpoint that makes it.
    fn render(&self, _: &State) -> Value {
        json!({
            "id": self.id,
            "object": "webhook_endpoint",
            "api_version": self.api_version,
            "application": null,
            "created": self.created,
            "description": self.description,
            "enabled_events": self.enabled_events,
            "livemode": false,
            "metadata": self.metadata,
            "status": self.status,
            "url": self.url,
        })
    }
}
