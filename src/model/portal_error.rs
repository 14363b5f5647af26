//! Why the portal did not open.

use std::fmt;

use billing::OpenPortalError;
use http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};
use stripe::Remedy;

use crate::{
    account::Limited,
    model::{NotAMember, PublicError},
};

/// A closed list without free text: it travels in the URL, where anybody could write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PortalError {
    SignedOut,
    NotAllowed,
    NoBillingAccount,
    UnknownFlow,
    NotConfigured,
    Unavailable(Option<Reference>),
    TooMany,
    Unexpected(Option<Reference>),
}

impl PortalError {
    /// The request id to quote to support, if support needs it.
    pub fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Unavailable(reference) | Self::Unexpected(reference) => reference.as_ref(),
            Self::SignedOut
            | Self::NotAllowed
            | Self::NoBillingAccount
            | Self::UnknownFlow
            | Self::NotConfigured
            | Self::TooMany => None,
        }
    }
}

impl PortalError {
    /// What the customer is told of a failure; the details are already in the log.
    pub fn of(error: &Limited<OpenPortalError>, reference: Option<Reference>) -> Self {
        let error = match error {
            Limited::TooMany(_) => return Self::TooMany,
            Limited::NotAllowed(_) => return Self::NotAllowed,
            Limited::Billing(error) => error,
        };
        match error {
            OpenPortalError::NoCustomer => Self::NoBillingAccount,
            OpenPortalError::Database(error) => {
                tracing::error!(error = %error, "the customer could not be looked up");
                Self::Unavailable(reference)
            }
            OpenPortalError::Stripe(error) => match error.kind.remedy() {
                Remedy::Configure => Self::NotConfigured,
                Remedy::Wait => Self::Unavailable(reference),
                Remedy::Unknown => Self::Unexpected(reference),
            },
        }
    }
}

impl PublicError for PortalError {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::NoBillingAccount => StatusCode::NOT_FOUND,
            Self::UnknownFlow => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::NotConfigured | Self::Unavailable(_) | Self::Unexpected(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn retry_after(&self) -> Option<u16> {
        // The allowance grants one more request every two seconds.
        (*self == Self::TooMany).then_some(2)
    }
}

impl From<NotAMember> for PortalError {
    fn from(visitor: NotAMember) -> Self {
        match visitor {
            NotAMember::SignedOut => Self::SignedOut,
            NotAMember::NoAccount => Self::NotAllowed,
        }
    }
}

impl FromServerFnError for PortalError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::UnknownFlow,
            _ => Self::Unexpected(None),
        }
    }
}

/// A request id to quote to support. Only a UUID is accepted: it comes from the URL and is shown on
/// the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference(uuid::Uuid);

impl Reference {
    /// The id in a request's `x-request-id` header.
    pub fn of(headers: &http::HeaderMap) -> Option<Self> {
        headers.get("x-request-id")?.to_str().ok()?.parse().ok().map(Self)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_a_uuid_can_be_smuggled_onto_the_page() {
        let decode = |json: &str| PortalError::de(json.to_owned().into_bytes().into());
        assert_eq!(decode(r#"{"Unexpected":"call 0800 EVIL"}"#), PortalError::Unexpected(None));
        assert_eq!(decode(r#"{"Pwned":null}"#), PortalError::Unexpected(None));
        let id = "0192d3f4-1111-4222-8333-444455556666";
        let error = decode(&format!(r#"{{"Unavailable":"{id}"}}"#));
        assert_eq!(error.reference().map(ToString::to_string).as_deref(), Some(id));
    }
}
