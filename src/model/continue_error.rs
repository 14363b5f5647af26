//! Why a plan could not be kept or resumed.

use billing::ContinueError as Failure;
use http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::{
    account::Limited,
    model::{NotAMember, PublicError},
};

/// A closed list without free text: it travels in the URL, where anybody could write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContinueError {
    SignedOut,
    NotAllowed,
    NothingToDo,
    Refused,
    PaymentFailed,
    Unavailable,
    TooMany,
}

impl PublicError for ContinueError {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::NothingToDo | Self::Refused | Self::PaymentFailed => StatusCode::CONFLICT,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn retry_after(&self) -> Option<u16> {
        // The allowance grants one more request every two seconds.
        (*self == Self::TooMany).then_some(2)
    }
}

impl From<NotAMember> for ContinueError {
    fn from(visitor: NotAMember) -> Self {
        match visitor {
            NotAMember::SignedOut => Self::SignedOut,
            NotAMember::NoAccount => Self::NotAllowed,
        }
    }
}

impl FromServerFnError for ContinueError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::NothingToDo,
            _ => Self::Unavailable,
        }
    }
}

/// What the customer is told; the details are in the log.
impl From<&Limited<Failure>> for ContinueError {
    fn from(error: &Limited<Failure>) -> Self {
        let error = match error {
            Limited::TooMany(_) => return Self::TooMany,
            Limited::NotAllowed(_) => return Self::NotAllowed,
            Limited::Billing(error) => error,
        };
        match error {
            Failure::NothingToDo | Failure::Foreign => Self::NothingToDo,
            Failure::StillPaused => Self::PaymentFailed,
            Failure::Stripe(error) if !error.kind.is_transient() => Self::Refused,
            Failure::Stripe(_) | Failure::Database(_) => Self::Unavailable,
        }
    }
}
