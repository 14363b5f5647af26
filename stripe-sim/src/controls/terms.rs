//! Whether the account's public details have the address of its terms of service, without which nobody can be asked to
//! accept them.

use super::json::{Body, Shared};
use axum::extract::State;
use axum::response::Json;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    url: bool,
}

pub(super) async fn choose(State(world): Shared, Body(wanted): Body<Wanted>) -> Json<Value> {
    world.adjust(|state| state.has_terms_url = wanted.url);
    Json(json!({ "url": wanted.url }))
}
