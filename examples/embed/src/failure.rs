//! What did not work, and with which status that is answered.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use billing::{CheckoutError, OpenPortalError};
use sea_orm::DbErr;

/// Why a request is not answered as it wanted.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("nobody is logged in")]
    LoggedOut,
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error(transparent)]
    Checkout(#[from] CheckoutError),
    #[error(transparent)]
    Portal(#[from] OpenPortalError),
}

impl IntoResponse for Failure {
    /// The reason is for the log: it may name what is nobody's business.
    fn into_response(self) -> Response {
        tracing::warn!(error = %self, "refused");
        match self {
            Self::LoggedOut => (StatusCode::UNAUTHORIZED, "go to /login/{email}\n"),
            Self::Portal(OpenPortalError::NoCustomer) => (StatusCode::NOT_FOUND, "you are no customer yet\n"),
            Self::Checkout(CheckoutError::NotOffered) => (StatusCode::NOT_FOUND, "this is not for sale\n"),
            Self::Checkout(CheckoutError::OtherCurrency | CheckoutError::BeginsLater) => {
                (StatusCode::CONFLICT, "you cannot buy this\n")
            }
            _ => (StatusCode::SERVICE_UNAVAILABLE, "try again in a moment\n"),
        }
        .into_response()
    }
}
