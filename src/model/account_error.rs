//! Why an account was not chosen, its members not changed, or nobody invited.

use http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::model::{NotAMember, PublicError};

/// A closed list without free text: it travels in the URL, where anybody could write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountError {
    SignedOut,
    NotAllowed,
    NotYours,
    NoMember,
    LastOwner,
    UnknownRole,
    EmailInvalid,
    EmailNotConfirmed,
    TooManyInvitations,
    InvitationClosed,
    NotInvited,
    Unavailable,
}

impl PublicError for AccountError {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::NotYours | Self::NoMember => StatusCode::NOT_FOUND,
            Self::LastOwner => StatusCode::CONFLICT,
            Self::InvitationClosed => StatusCode::GONE,
            Self::NotInvited | Self::EmailNotConfirmed => StatusCode::FORBIDDEN,
            Self::TooManyInvitations => StatusCode::TOO_MANY_REQUESTS,
            Self::UnknownRole | Self::EmailInvalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl From<NotAMember> for AccountError {
    fn from(visitor: NotAMember) -> Self {
        match visitor {
            NotAMember::SignedOut => Self::SignedOut,
            NotAMember::NoAccount => Self::NotAllowed,
        }
    }
}

impl FromServerFnError for AccountError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::NoMember,
            _ => Self::Unavailable,
        }
    }
}
