//! `POST /api/stripe/webhook`: verify, store, answer. Acting on the event is the worker's.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use time::OffsetDateTime;

use crate::server::{
    audit::{self, Event as AuditEvent},
    billing::user_of,
    db, metrics,
    state::AppState,
    webhook::{Event, Stored, verify},
};

/// `200` once the event is stored (or was already), `400` if it is not Stripe's or not an event,
/// `503` if it could not be stored, so that Stripe comes again.
pub async fn receive(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> (StatusCode, &'static str) {
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if let Err(error) = verify(signature, &body, &state.settings.webhook_secrets, OffsetDateTime::now_utc()) {
        metrics::webhook("refused");
        tracing::warn!(error = %error, "webhook refused");
        return (StatusCode::BAD_REQUEST, "bad signature\n");
    }
    let parsed = std::str::from_utf8(&body).ok().and_then(|text| Event::parse(text).ok());
    let Some(event) = parsed else {
        metrics::webhook("refused");
        tracing::warn!("signed webhook is not an event");
        return (StatusCode::BAD_REQUEST, "not an event\n");
    };
    let (id, kind) = (event.id.clone(), event.kind.clone());
    let buyer = event.customer_id.clone().filter(|_| kind == "checkout.session.completed");
    match state.inbox.store(event).await {
        Ok(stored) => {
            let duplicate = stored == Stored::Duplicate;
            metrics::webhook(if duplicate { "duplicate" } else { "stored" });
            tracing::info!(stripe.event_id = %id, stripe.event_type = %kind, duplicate, "event stored");
            if let Some(customer) = buyer.filter(|_| !duplicate) {
                note_purchase(&state, &customer).await;
            }
            (StatusCode::OK, "stored\n")
        }
        Err(error) => {
            metrics::webhook("failed");
            tracing::error!(stripe.event_id = %id, error = %error, "event refused");
            (StatusCode::SERVICE_UNAVAILABLE, "could not store\n")
        }
    }
}

/// Who bought is told by the customer; a trail without it is no reason to have Stripe come again.
async fn note_purchase(state: &AppState, customer: &str) {
    match db::in_time(user_of(&state.db, customer)).await {
        Ok(user) => audit::record(AuditEvent::PlanBought, user),
        Err(error) => {
            tracing::error!(stripe.customer_id = customer, error = %error, "the buyer could not be looked up")
        }
    }
}
