//! Prices with ids of one's own, as plans from before 2018 have them: with spaces, slashes, `$`, `?` and `#`.

use super::json::{Shared, refusal, refused};
use crate::api;
use crate::form;
use crate::params::Params;
use crate::tx::Cause;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde_json::Value;

/// The parameters of a new price as JSON, with its `id`.
pub(super) async fn create(State(world): Shared, body: Bytes) -> Response {
    let wrong = |why: &str| refused(StatusCode::BAD_REQUEST, why);
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(&body) else {
        return wrong("the body has to be a JSON object of parameters");
    };
    let Some(Value::String(id)) = fields.remove("id") else {
        return wrong("an `id` is missing");
    };
    let Some(fields) = form::from_json(Value::Object(fields)) else {
        return wrong("the body has to be a JSON object of parameters");
    };
    match world
        .transact(Cause::default(), |tx| api::create_price_as(tx, &id, Params::of(("POST", "/v1/prices"), fields)))
    {
        Ok(object) => Json(object).into_response(),
        Err(error) => refusal(&error),
    }
}
