//! JSON in, JSON out: what every control reads and answers with.

use crate::error::Error;
use crate::world::World;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde::de::DeserializeOwned;
use serde_json::json;
use std::sync::Arc;

pub(super) type Shared = State<Arc<World>>;

pub(super) fn refused(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "error": message }))).into_response()
}

/// What the API would have refused, in its words.
pub(super) fn refusal(error: &Error) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    refused(status, &error.to_string())
}

/// A JSON body, whatever its content type says, so that `curl -d` is enough. What it cannot read it explains.
pub(super) struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<World>> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, world: &Arc<World>) -> Result<Self, Response> {
        let explain = |message: String| refused(StatusCode::BAD_REQUEST, &message);
        let bytes = axum::body::Bytes::from_request(request, world)
            .await
            .map_err(|rejection| explain(rejection.to_string()))?;
        let parsed: Result<Json<T>, JsonRejection> = Json::from_bytes(&bytes);
        parsed.map(|Json(value)| Self(value)).map_err(|rejection| explain(rejection.body_text()))
    }
}
