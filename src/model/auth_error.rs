//! The errors of signing up and in.

use http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::model::public_error::PublicError;

/// A closed list without free text: it travels in the URL, where anybody could write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthError {
    SignedOut,
    SignInAgain,
    EmailInvalid,
    EmailTaken,
    EmailUnchanged,
    CodeWrong,
    LinkClosed,
    PasswordNotChosen,
    PasswordMissing,
    PasswordTooShort,
    PasswordTooLong,
    PasswordTooCommon,
    Credentials,
    Disabled,
    CurrentPassword,
    TooManyAttempts,
    Busy,
    Incomplete,
    Unavailable,
}

/// The form field an error belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Email,
    Code,
    CurrentPassword,
    Password,
}

impl AuthError {
    /// The field beside which to show it; `None` if it concerns the whole form.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::EmailInvalid | Self::EmailTaken | Self::EmailUnchanged => Some(Field::Email),
            Self::CodeWrong => Some(Field::Code),
            Self::PasswordNotChosen
            | Self::PasswordMissing
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordTooCommon => Some(Field::Password),
            Self::CurrentPassword => Some(Field::CurrentPassword),
            Self::SignedOut
            | Self::SignInAgain
            | Self::Credentials
            | Self::LinkClosed
            | Self::Disabled
            | Self::TooManyAttempts
            | Self::Busy
            | Self::Incomplete
            | Self::Unavailable => None,
        }
    }
}

impl PublicError for AuthError {
    fn status(&self) -> StatusCode {
        match self {
            Self::EmailInvalid
            | Self::EmailUnchanged
            | Self::CodeWrong
            | Self::PasswordNotChosen
            | Self::PasswordMissing
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordTooCommon
            | Self::CurrentPassword
            | Self::Incomplete => StatusCode::UNPROCESSABLE_ENTITY,
            Self::EmailTaken => StatusCode::CONFLICT,
            Self::SignedOut | Self::SignInAgain | Self::Credentials => StatusCode::UNAUTHORIZED,
            Self::LinkClosed => StatusCode::GONE,
            Self::Disabled => StatusCode::FORBIDDEN,
            Self::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl FromServerFnError for AuthError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Incomplete
            }
            _ => Self::Unavailable,
        }
    }
}
