//! Why a hand-over was not made.

use database::is_taken;
use sea_orm::DbErr;

use crate::{account::BindError, people::PersonError};

/// Why nothing was made, and nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum HandoverError {
    #[error("there is no account with this id")]
    UnknownAccount,
    #[error("the user is disabled")]
    Disabled,
    #[error("the Stripe customer belongs to another account")]
    CustomerTaken,
    #[error("the account has another Stripe customer")]
    AccountHasCustomer,
    #[error("the operating system gave no random bytes")]
    NoToken,
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl From<BindError> for HandoverError {
    fn from(error: BindError) -> Self {
        match error {
            BindError::CustomerTaken => Self::CustomerTaken,
            BindError::AccountHasCustomer => Self::AccountHasCustomer,
            BindError::Database(error) => Self::Database(error),
        }
    }
}

impl From<PersonError> for HandoverError {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::Disabled => Self::Disabled,
            PersonError::Database(error) => Self::Database(error),
        }
    }
}

impl HandoverError {
    /// Whether another call made the same row at the same time.
    pub(super) fn is_race(&self) -> bool {
        matches!(self, Self::Database(error) if is_taken(error))
    }
}
