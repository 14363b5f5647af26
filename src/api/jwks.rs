//! `GET /.well-known/jwks.json`: the public keys with which the product verifies access tokens. They are for everybody.

use axum::{Json, extract::State, http::header, response::IntoResponse};
use database::Database;

use super::problem::Problem;
use crate::access_token::{JwkSet, jwks};

/// The keys that sign access tokens
///
/// A key is here ten minutes before it signs, unless it is the first or takes the place of one that leaked, and for
/// eight days after its last token. Keep the answer as long as Cache-Control says, and fetch it again for a `kid` that
/// it lacks.
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    operation_id = "getKeys",
    tag = "access",
    responses(
        (status = 200, description = "A JWK Set (RFC 7517)", body = JwkSet),
        (status = 503, description = "The site cannot answer now; see Retry-After", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 504, description = "The answer did not come in time", body = super::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn serve(State(db): State<Database>) -> Result<impl IntoResponse, Problem> {
    let keys = jwks(&db).await.map_err(|error| {
        tracing::error!(error = %error, "the keys that sign access tokens could not be read");
        Problem::Unavailable
    })?;
    Ok(([(header::CACHE_CONTROL, "public, max-age=300")], Json(keys)))
}
