//! Why a token was not signed.

use sea_orm::DbErr;

use super::claims::LONGEST_TRUST;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error("no key can sign; the log says what to do")]
    NoKey,
    #[error("a token is trusted for at most {} days, and until it expires at least", LONGEST_TRUST / (24 * 60 * 60))]
    Times,
    #[error("the claims could not be signed: {0}")]
    Signing(jsonwebtoken::errors::Error),
    #[error(transparent)]
    Database(#[from] DbErr),
}
