//! A subscription that Stripe itself pauses, without anybody having asked.

use super::{Body, Shared, refused};
use crate::paused;
use crate::state::{Kind, PauseReason, Status, Subscription};
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
        let is_running =
            |it: &Subscription| matches!(it.status, Status::Active | Status::PastDue) && it.schedule.is_none();
        if !tx.get::<Subscription>(&id).is_some_and(is_running) {
            let message = format!("there is no subscription {id} that is active or past_due, without a schedule");
            return refused(StatusCode::NOT_FOUND, &message);
        }
        paused::begin(tx, &id, PauseReason::System, false);
        let object = tx.get::<Subscription>(&id).map(|subscription| subscription.render(tx.state()));
        Json(object).into_response()
    })
}
