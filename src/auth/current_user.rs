//! The signed-in user of a request.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use tower_sessions::Session;

use crate::auth::UserId;

/// The session value that says who is signed in.
pub(super) const USER: &str = "user";

/// The signed-in user, if any. Extracting it fails only when the session cannot be read.
#[derive(Clone, Copy, Debug)]
pub struct CurrentUser(pub Option<UserId>);

impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        let session = Session::from_request_parts(parts, state).await.map_err(|(status, _)| status)?;
        match session.get(USER).await {
            Ok(user) => Ok(Self(user)),
            Err(error) => {
                tracing::error!(error = %error, "the session could not be read");
                Err(StatusCode::SERVICE_UNAVAILABLE)
            }
        }
    }
}
