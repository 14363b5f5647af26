//! Who calls: the key of the request.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, header::AUTHORIZATION, request::Parts},
};
use database::Database;

use super::problem::Problem;
use crate::api_keys::{ApiKey, Budget, OverBudget, PresentedKey, Scope, authenticate, note_use};

/// The caller, whose key is valid and within its budget.
pub struct Caller(ApiKey);

impl Caller {
    /// The key, if it is for this.
    ///
    /// # Errors
    /// When the key has another scope.
    pub fn with(&self, scope: Scope) -> Result<&ApiKey, Problem> {
        if self.0.scopes.contains(scope) { Ok(&self.0) } else { Err(Problem::Scope(scope)) }
    }
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Database: FromRef<S>,
    Budget: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let db = Database::from_ref(state);
        let presented = presented(&parts.headers).ok_or(Problem::NoKey)?;
        let key = authenticate(&db, &presented).await.map_err(|error| {
            tracing::error!(error = %error, "the API key could not be looked up");
            Problem::Unavailable
        })?;
        let key = key.ok_or(Problem::NoKey)?;
        Budget::from_ref(state).take(&key.id).map_err(|OverBudget { retry_after }| {
            tracing::warn!(api_key.id = %key.id, "the API key is over its budget");
            Problem::OverBudget { retry_after: retry_after.as_secs() + 1 }
        })?;
        if let Err(error) = note_use(&db, &key).await {
            tracing::warn!(api_key.id = %key.id, error = %error, "the API key's use could not be noted");
        }
        Ok(Self(key))
    }
}

/// The key in the only `Authorization` header (RFC 6750, 2.1). The scheme's name may be in any case.
pub(super) fn presented(headers: &HeaderMap) -> Option<PresentedKey> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let (Some(only), None) = (all.next(), all.next()) else { return None };
    let (scheme, key) = only.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") { key.trim().parse().ok() } else { None }
}
