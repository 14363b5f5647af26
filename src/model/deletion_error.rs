//! Why an account was not deleted.

use http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::{
    account::{DeleteError, Limited},
    model::{AuthError, NotAMember, PublicError},
};

/// A closed list without free text: it travels in the URL, where anybody could write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeletionError {
    SignedOut,
    NotAllowed,
    OtherOwners,
    NotConfirmed,
    /// The current password was refused, or could not be checked.
    Password(AuthError),
    /// Not everything could be ended at Stripe.
    StillOpen,
    TooMany,
    Unavailable,
}

impl PublicError for DeletionError {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::OtherOwners => StatusCode::CONFLICT,
            Self::NotConfirmed => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Password(error) => error.status(),
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::StillOpen | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn retry_after(&self) -> Option<u16> {
        // The allowance grants one more request every two seconds.
        (*self == Self::TooMany).then_some(2)
    }
}

impl From<NotAMember> for DeletionError {
    fn from(visitor: NotAMember) -> Self {
        match visitor {
            NotAMember::SignedOut => Self::SignedOut,
            NotAMember::NoAccount => Self::NotAllowed,
        }
    }
}

impl FromServerFnError for DeletionError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::NotConfirmed,
            _ => Self::Unavailable,
        }
    }
}

/// What the customer is told; the details are in the log.
impl From<&Limited<DeleteError>> for DeletionError {
    fn from(error: &Limited<DeleteError>) -> Self {
        let error = match error {
            Limited::TooMany(_) => return Self::TooMany,
            Limited::NotAllowed(_) => return Self::NotAllowed,
            Limited::Billing(error) => error,
        };
        match error {
            DeleteError::OtherOwners => Self::OtherOwners,
            DeleteError::OtherCustomer | DeleteError::Close(_) => Self::StillOpen,
            DeleteError::Database(_) => Self::Unavailable,
        }
    }
}
