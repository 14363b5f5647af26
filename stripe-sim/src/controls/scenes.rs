//! A customer brought into a named state of a subscription's life.

use super::json::{Body, Shared, refusal};
use crate::scenes::{self, Cast, Scene};
use crate::tx::Cause;
use axum::extract::State;
use axum::response::{IntoResponse, Json, Response};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    customer: String,
    scene: Scene,
    price: Option<String>,
    other_price: Option<String>,
}

pub(super) async fn play(State(world): Shared, Body(wanted): Body<Wanted>) -> Response {
    let Wanted { customer, scene, price, other_price } = wanted;
    let cast = Cast { customer, price, other_price };
    match world.transact(Cause::default(), |tx| scenes::play(tx, scene, &cast)) {
        Ok(subscriptions) => Json(json!({ "subscriptions": subscriptions })).into_response(),
        Err(error) => refusal(&error),
    }
}
