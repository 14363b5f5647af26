//! `/api/v1`, and the public keys: what the company's product calls. Its callers show a key; cookies mean nothing here, so
//! the rules against requests from other sites do not concern it.

mod access;
mod document;
mod handovers;
mod json;
mod jwks;
mod key;
mod problem;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{any, get, post},
};

pub use problem::Problem;

use crate::{access_token::JWKS_PATH, state::AppState};

/// Whether this is a path of the API.
pub fn is_api(path: &str) -> bool {
    path == "/api/v1" || path.starts_with("/api/v1/") || path == JWKS_PATH
}

/// The largest body, in bytes. Every request is far smaller.
const LARGEST_BODY: usize = 64 * 1024;

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/api/v1/handovers", post(handovers::create))
        .route("/api/v1/access/query", post(access::query).layer(DefaultBodyLimit::max(access::LARGEST_QUERY)))
        .route("/api/v1/access/{account}", get(access::get))
        .route("/api/v1/access/{account}/token", post(access::token))
        .route(JWKS_PATH, get(jwks::serve))
        .route("/api/v1/openapi.json", get(document::serve))
        .route("/api/v1", any(unknown))
        .route("/api/v1/", any(unknown))
        .route("/api/v1/{*rest}", any(unknown))
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

async fn unknown() -> Problem {
    Problem::UnknownPath
}

async fn wrong_method() -> Problem {
    Problem::Method
}
