//! Why the provider did not sign somebody in.

use https::HttpError;
use openidconnect::{
    ClaimsVerificationError, ConfigurationError, DiscoveryError, RequestTokenError, StandardErrorResponse,
    UserInfoError, core::CoreErrorResponseType,
};

use crate::transport::TransportError;

/// A closed list without the provider's own words, which could hold a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    #[error("it did not answer in time")]
    TimedOut,
    #[error("it cannot be reached")]
    Unreachable,
    #[error("it answers with HTTP {0}")]
    Status(u16),
    #[error("its discovery document names another issuer")]
    OtherIssuer,
    #[error("it names an address that is not https")]
    NotHttps,
    #[error("its answer cannot be read")]
    Unreadable,
    /// With the `error` of RFC 6749, 5.2.
    #[error("it refused the code: {0}")]
    Refused(&'static str),
    #[error("its ID token is not valid: {0}")]
    Token(TokenFlaw),
}

/// What is wrong with an ID token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenFlaw {
    #[error("there is none")]
    Missing,
    #[error("no key of the provider has signed it")]
    Signature,
    #[error("another issuer made it")]
    Issuer,
    #[error("it is for somebody else (aud)")]
    Audience,
    #[error("somebody else asked for it (azp)")]
    AuthorizedParty,
    #[error("it is expired, or made in the future")]
    Time,
    #[error("it is of another sign-in (nonce)")]
    Nonce,
    #[error("its subject is empty, too long, or another one's")]
    Subject,
    #[error("it is of a kind that is not supported")]
    Kind,
}

impl ProviderError {
    /// Whether it may work in a few minutes.
    pub fn is_outage(self) -> bool {
        matches!(self, Self::TimedOut | Self::Unreachable | Self::Status(_))
    }
}

impl From<TransportError> for ProviderError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Http(HttpError::TimedOut) => Self::TimedOut,
            TransportError::Http(HttpError::Unreachable) => Self::Unreachable,
            TransportError::Status(status) => Self::Status(status),
            TransportError::NotHttps => Self::NotHttps,
        }
    }
}

impl From<DiscoveryError<TransportError>> for ProviderError {
    fn from(error: DiscoveryError<TransportError>) -> Self {
        match error {
            DiscoveryError::Request(error) => error.into(),
            DiscoveryError::Response(status, ..) if !status.is_success() => Self::Status(status.as_u16()),
            DiscoveryError::Validation(_) => Self::OtherIssuer,
            _ => Self::Unreadable,
        }
    }
}

impl From<RequestTokenError<TransportError, StandardErrorResponse<CoreErrorResponseType>>> for ProviderError {
    fn from(error: RequestTokenError<TransportError, StandardErrorResponse<CoreErrorResponseType>>) -> Self {
        use CoreErrorResponseType as Code;
        match error {
            RequestTokenError::Request(error) => error.into(),
            RequestTokenError::ServerResponse(answer) => Self::Refused(match answer.error() {
                Code::InvalidClient => "invalid_client",
                Code::InvalidGrant => "invalid_grant",
                Code::InvalidRequest => "invalid_request",
                Code::InvalidScope => "invalid_scope",
                Code::UnauthorizedClient => "unauthorized_client",
                Code::UnsupportedGrantType => "unsupported_grant_type",
                Code::Extension(_) => "another error",
            }),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Self::Unreadable,
        }
    }
}

impl From<UserInfoError<TransportError>> for ProviderError {
    fn from(error: UserInfoError<TransportError>) -> Self {
        match error {
            UserInfoError::Request(error) => error.into(),
            UserInfoError::Response(status, ..) if !status.is_success() => Self::Status(status.as_u16()),
            UserInfoError::ClaimsVerification(error) => Self::Token(error.into()),
            _ => Self::Unreadable,
        }
    }
}

impl From<ClaimsVerificationError> for TokenFlaw {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(_) => Self::Signature,
            ClaimsVerificationError::InvalidIssuer(_) => Self::Issuer,
            ClaimsVerificationError::InvalidAudience(_) => Self::Audience,
            ClaimsVerificationError::Expired(_) => Self::Time,
            ClaimsVerificationError::InvalidNonce(_) => Self::Nonce,
            ClaimsVerificationError::InvalidSubject(_) => Self::Subject,
            _ => Self::Kind,
        }
    }
}

/// An endpoint that every provider has is missing in its discovery document.
impl From<ConfigurationError> for ProviderError {
    fn from(_: ConfigurationError) -> Self {
        Self::Unreadable
    }
}
