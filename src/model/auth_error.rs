//! The errors of signing up and in, with their texts for the user.

use http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::model::public_error::PublicError;

/// A closed list without free text: it travels in the URL, where anybody could write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AuthError {
    #[error("Sign in first.")]
    SignedOut,
    #[error("Enter an e-mail address, such as ada@example.com.")]
    EmailInvalid,
    #[error("There is an account with this address already. Sign in instead.")]
    EmailTaken,
    #[error("Enter your password.")]
    PasswordMissing,
    #[error("Choose a password of at least 8 characters.")]
    PasswordTooShort,
    #[error("Choose a password of at most 256 characters.")]
    PasswordTooLong,
    #[error("This password is easy to guess. Three or four unrelated words make a good one.")]
    PasswordTooCommon,
    #[error("E-mail address and password do not match. Check both and try again.")]
    Credentials,
    #[error("This account is closed. Contact support if you think that is a mistake.")]
    Disabled,
    #[error("That is not your current password. Check it and try again.")]
    CurrentPassword,
    #[error("There were many attempts. Wait a minute and try again.")]
    TooManyAttempts,
    #[error("Many people are signing in right now. Try again in a moment.")]
    Busy,
    #[error("The form arrived incomplete. Fill it in and send it again.")]
    Incomplete,
    #[error("That did not work just now. Try again in a moment.")]
    Unavailable,
}

/// The form field an error belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Email,
    CurrentPassword,
    Password,
}

impl AuthError {
    /// The field beside which to show it; `None` if it concerns the whole form.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::EmailInvalid | Self::EmailTaken => Some(Field::Email),
            Self::PasswordMissing | Self::PasswordTooShort | Self::PasswordTooLong | Self::PasswordTooCommon => {
                Some(Field::Password)
            }
            Self::CurrentPassword => Some(Field::CurrentPassword),
            Self::SignedOut
            | Self::Credentials
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
            | Self::PasswordMissing
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordTooCommon
            | Self::CurrentPassword
            | Self::Incomplete => StatusCode::UNPROCESSABLE_ENTITY,
            Self::EmailTaken => StatusCode::CONFLICT,
            Self::SignedOut | Self::Credentials => StatusCode::UNAUTHORIZED,
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
