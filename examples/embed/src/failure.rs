//! The errors of requests, and their HTTP status.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use billing::{CheckoutError, OpenPortalError};
use sea_orm::DbErr;

/// Why a request failed.
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
    /// The reason is only logged: it may contain what clients must not see.
    fn into_response(self) -> Response {
        tracing::warn!(error = %self, "refused");
        match self {
            Self::LoggedOut => (StatusCode::UNAUTHORIZED, "go to /login/{email}\n"),
            Self::Portal(OpenPortalError::NoCustomer) => (StatusCode::NOT_FOUND, "you are not a customer yet\n"),
            Self::Checkout(CheckoutError::NotOffered) => (StatusCode::NOT_FOUND, "this is not for sale\n"),
            Self::Checkout(CheckoutError::OtherCurrency | CheckoutError::BeginsLater) => {
                (StatusCode::CONFLICT, "you cannot buy this\n")
            }
            _ => (StatusCode::SERVICE_UNAVAILABLE, "try again in a moment\n"),
        }
        .into_response()
    }
}
