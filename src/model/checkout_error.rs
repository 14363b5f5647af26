//! Why Checkout did not open.

use billing::{CheckoutError as Failure, OpenPortalError};
use http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use mirror::SyncError;
use serde::{Deserialize, Serialize};
use stripe::{Remedy, StripeError};

use crate::{
    account::Limited,
    model::{NotAMember, PublicError},
};

/// A closed list without free text: it travels in the URL, where anybody could write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckoutError {
    SignedOut,
    NotAllowed,
    NotOffered,
    OtherCurrency,
    BeginsLater,
    NotConfigured,
    Unavailable,
    TooMany,
    Unexpected,
}

impl PublicError for CheckoutError {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::NotOffered => StatusCode::NOT_FOUND,
            Self::OtherCurrency | Self::BeginsLater => StatusCode::CONFLICT,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::NotConfigured | Self::Unavailable | Self::Unexpected => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn retry_after(&self) -> Option<u16> {
        // The allowance grants one more request every two seconds.
        (*self == Self::TooMany).then_some(2)
    }
}

impl From<NotAMember> for CheckoutError {
    fn from(visitor: NotAMember) -> Self {
        match visitor {
            NotAMember::SignedOut => Self::SignedOut,
            NotAMember::NoAccount => Self::NotAllowed,
        }
    }
}

impl FromServerFnError for CheckoutError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::NotOffered,
            _ => Self::Unexpected,
        }
    }
}

/// What the customer is told; the details are in the log.
impl From<&Limited<Failure>> for CheckoutError {
    fn from(error: &Limited<Failure>) -> Self {
        let error = match error {
            Limited::TooMany(_) => return Self::TooMany,
            Limited::NotAllowed(_) => return Self::NotAllowed,
            Limited::Billing(error) => error,
        };
        let of_stripe = |error: &StripeError| match error.kind.remedy() {
            Remedy::Configure => Self::NotConfigured,
            Remedy::Wait => Self::Unavailable,
            Remedy::Unknown => Self::Unexpected,
        };
        match error {
            Failure::NotOffered => Self::NotOffered,
            Failure::OtherCurrency => Self::OtherCurrency,
            Failure::BeginsLater => Self::BeginsLater,
            Failure::NotSetUp(_) => Self::NotConfigured,
            Failure::Stripe(error)
            | Failure::Sync(SyncError::Stripe(error))
            | Failure::Portal(OpenPortalError::Stripe(error)) => of_stripe(error),
            Failure::Portal(OpenPortalError::NoCustomer) => Self::Unexpected,
            Failure::Database(_)
            | Failure::Contended
            | Failure::Sync(_)
            | Failure::Portal(OpenPortalError::Database(_)) => Self::Unavailable,
        }
    }
}
