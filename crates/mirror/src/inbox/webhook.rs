//! The webhook: verifies and stores events, and answers. The worker processes them.

use std::sync::Arc;

use stripe::{SignatureError, WebhookSecret, verify};

use super::{
    event::Event,
    not_stored::NotStored,
    store::{Inbox, Stored},
};
use crate::metrics;

/// The path in this program's documentation; any other works too.
pub const PATH: &str = "/api/stripe/webhook";

/// Receives deliveries. Clones share everything.
#[derive(Clone, Debug)]
pub struct Webhook {
    inbox: Inbox,
    secrets: Arc<[WebhookSecret]>,
}

/// An event that is stored.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Stripe's `type`, such as `customer.subscription.updated`.
    pub kind: String,
    /// Its customer, if it names one.
    pub customer_id: Option<String>,
    /// Whether it was already stored.
    pub is_duplicate: bool,
}

/// Why a delivery is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    Signature(#[from] SignatureError),
    #[error("the signed body is not an event")]
    NotAnEvent,
    #[error(transparent)]
    NotStored(#[from] NotStored),
}

impl Webhook {
    /// Several secrets are in use at once while one is rotated.
    pub fn new(inbox: Inbox, secrets: Vec<WebhookSecret>) -> Self {
        Self { inbox, secrets: secrets.into() }
    }

    /// Accepts a delivery: the value of the header `Stripe-Signature`, and the unchanged body. When
    /// this returns, the event is on disk.
    ///
    /// # Errors
    /// See [`Refused`]; errors are logged and counted.
    pub async fn take(&self, signature: &str, body: &[u8]) -> Result<Delivery, Refused> {
        let event = match self.read(signature, body) {
            Ok(event) => event,
            Err(error) => {
                metrics::webhook("refused");
                tracing::warn!(error = %error, "webhook refused");
                return Err(error);
            }
        };
        let (id, kind, customer_id) = (event.id.clone(), event.kind.clone(), event.customer_id.clone());
        match self.inbox.store(event).await {
            Ok(stored) => {
                let is_duplicate = stored == Stored::Duplicate;
                metrics::webhook(if is_duplicate { "duplicate" } else { "stored" });
                tracing::info!(stripe.event_id = %id, stripe.event_type = %kind, duplicate = is_duplicate, "event stored");
                Ok(Delivery { kind, customer_id, is_duplicate })
            }
            Err(error) => {
                metrics::webhook("failed");
                tracing::error!(stripe.event_id = %id, error = %error, "event refused");
                Err(error.into())
            }
        }
    }

    fn read(&self, signature: &str, body: &[u8]) -> Result<Event, Refused> {
        verify(signature, body, &self.secrets, clock::now())?;
        std::str::from_utf8(body).ok().and_then(|text| Event::parse(text).ok()).ok_or(Refused::NotAnEvent)
    }
}

#[cfg(feature = "axum")]
pub use axum_handler::receive;

#[cfg(feature = "axum")]
mod axum_handler {
    //! The same as an axum handler.

    use axum::{
        body::Bytes,
        extract::State,
        http::{HeaderMap, StatusCode},
        response::{IntoResponse, Response},
    };

    use super::{Delivery, Refused, Webhook};

    /// A handler for `POST`: `200` when the event is stored (or already was), `400` if it is not
    /// from Stripe or not an event, `503` if it could not be stored, so that Stripe delivers it
    /// again.
    ///
    /// # Errors
    /// See [`Refused`].
    pub async fn receive(State(webhook): State<Webhook>, headers: HeaderMap, body: Bytes) -> Result<Delivery, Refused> {
        let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
        webhook.take(signature, &body).await
    }

    impl IntoResponse for Delivery {
        fn into_response(self) -> Response {
            (StatusCode::OK, "stored\n").into_response()
        }
    }

    impl IntoResponse for Refused {
        fn into_response(self) -> Response {
            match self {
                Self::Signature(_) => (StatusCode::BAD_REQUEST, "bad signature\n"),
                Self::NotAnEvent => (StatusCode::BAD_REQUEST, "not an event\n"),
                Self::NotStored(_) => (StatusCode::SERVICE_UNAVAILABLE, "could not store\n"),
            }
            .into_response()
        }
    }
}
