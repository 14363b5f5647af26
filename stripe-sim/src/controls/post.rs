//! Deliveries held back, shuffled, doubled, lost and late, and secrets that are rotated.

use super::json::{Body, Shared, refused};
use crate::ids;
use crate::state::{Disorder, OldSecret, WebhookEndpoint};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) async fn read(State(world): Shared) -> Json<Value> {
    let target = world.target().map(|target| target.url);
    world.read(|state| {
        let outbox = &state.outbox;
        Json(json!({
            "target": target,
            "held": outbox.held,
            "disorder": outbox.disorder,
            "pending": outbox.pending(),
            "delivered": outbox.delivered,
            "failed": outbox.failed,
            "dropped": outbox.dropped,
        }))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Switch {
    held: Option<bool>,
    disorder: Option<Disorder>,
}

pub(super) async fn switch(State(world): Shared, Body(switch): Body<Switch>) -> Response {
    if switch.disorder.as_ref().is_some_and(|disorder| disorder.drop > 100 || disorder.duplicate > 100) {
        let message = "drop and duplicate are how many of a hundred";
        return refused(StatusCode::BAD_REQUEST, message);
    }
    world.adjust(|state| {
        if let Some(disorder) = switch.disorder {
            state.outbox.disorder = disorder;
        }
        if let Some(held) = switch.held {
            state.outbox.held = held;
            if !held {
                state.outbox.release();
            }
        }
    });
    read(State(world)).await.into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Roll {
    /// For how many seconds the old secret goes on to sign.
    #[serde(default)]
    expires_in: u32,
}

/// As "Roll secret" in the Dashboard.
pub(super) async fn roll(State(world): Shared, Path(id): Path<String>, Body(roll): Body<Roll>) -> Response {
    let secret = ids::webhook_secret();
    let rolled = world.adjust(|state| {
        let expires_at = state.now() + i64::from(roll.expires_in);
        state.webhook_endpoints.change(&id, |endpoint: &mut WebhookEndpoint| {
            let old = std::mem::replace(&mut endpoint.secret, secret.clone());
            endpoint.old_secret = Some(OldSecret { secret: old, expires_at });
        })
    });
    match rolled {
        Some(()) => Json(json!({ "id": id, "secret": secret })).into_response(),
        None => refused(StatusCode::NOT_FOUND, &format!("there is no webhook endpoint {id}")),
    }
}
