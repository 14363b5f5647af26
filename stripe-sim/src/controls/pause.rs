//! A subscription that Stripe itself pauses, without anybody having asked.

use super::json::{Body, Shared, refused};
use crate::paused;
use crate::render::Render;
use crate::state::{PauseReason, Subscription};
use crate::tx::Cause;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    subscription: String,
}

pub(super) async fn pause(State(world): Shared, Body(Wanted { subscription: id }): Body<Wanted>) -> Response {
    world.transact(Cause::default(), |tx| {
        if let Err(error) = tx.mentioned::<Subscription>(&id, "subscription").and_then(paused::check) {
            return refused(StatusCode::BAD_REQUEST, &error.to_string());
        }
        paused::begin(tx, &id, PauseReason::System, false);
        let object = tx.get::<Subscription>(&id).map(|subscription| subscription.render(tx.state()));
        Json(object).into_response()
    })
}
