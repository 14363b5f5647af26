//! Every way a call to Stripe can fail, distinguished by code and parameter, never only by status.

use std::{fmt, time::Duration};

use http::StatusCode;
use https::HttpError;
use serde::Deserialize;

/// The maximum length of a text of a refusal, in characters: Stripe's texts are far shorter.
const LONGEST_TEXT: usize = 1000;

/// A failed call: its cause, and the request id for Stripe's support.
#[derive(Debug)]
pub struct StripeError {
    /// What went wrong.
    pub kind: StripeErrorKind,
    /// Stripe's `Request-Id` (`req_…`), if there was an answer.
    pub request_id: Option<String>,
    /// How long Stripe asks us to wait.
    pub retry_after: Option<Duration>,
    /// Stripe's header `Stripe-Should-Retry`, if it is set.
    pub(crate) should_retry: Option<bool>,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StripeErrorKind {
    #[error("the customer portal has not been configured")]
    PortalNotConfigured,
    #[error("no such customer")]
    CustomerMissing,
    #[error("the subscription is set to be canceled already")]
    AlreadyCanceling,
    #[error("the API key was refused")]
    BadKey,
    /// Of a restricted key; with Stripe's name of the permission (`rak_…`), if known.
    #[error("the API key lacks a permission{}", .0.as_ref().map(|name| format!(": {name}")).unwrap_or_default())]
    PermissionDenied(Option<String>),
    #[error("too many requests")]
    RateLimited,
    #[error("the same idempotency key is in use")]
    InFlight,
    /// Not sent: this process has reached its rate limit.
    #[error("this server's own limit of requests to Stripe is reached")]
    Crowded,
    #[error("Stripe is unavailable (HTTP {0})")]
    Unavailable(u16),
    #[error("Stripe cannot be reached")]
    Unreachable,
    #[error("no answer in time")]
    TimedOut,
    /// An unexpected answer: not JSON, or JSON of another shape.
    #[error("the answer (HTTP {0}) could not be read")]
    Garbage(u16),
    #[error("refused: {0}")]
    Rejected(Box<Refusal>),
}

/// A refusal in Stripe's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} (HTTP {status}, code {code:?}, param {param:?})")]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Stripe's `type`, such as `invalid_request_error`.
    pub kind: Option<String>,
    /// Stripe's `code`, such as `resource_missing`.
    pub code: Option<String>,
    /// The parameter that it is about, such as `line_items[0][price]`.
    pub param: Option<String>,
    /// Stripe's message for developers; a customer must not see it.
    pub message: String,
}

impl From<HttpError> for StripeErrorKind {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::TimedOut => Self::TimedOut,
            HttpError::Unreachable => Self::Unreachable,
        }
    }
}

/// Who can solve a failure; this decides what a customer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The operator: the key or the portal's configuration is wrong.
    Configure,
    /// Waiting: it may work in a minute.
    Wait,
    /// Unknown.
    Unknown,
}

impl StripeErrorKind {
    /// Who can solve it.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::PortalNotConfigured | Self::BadKey | Self::PermissionDenied(_) => Remedy::Configure,
            kind if kind.is_transient() => Remedy::Wait,
            _ => Remedy::Unknown,
        }
    }

    /// Whether Stripe does not have the requested object.
    pub fn is_missing(&self) -> bool {
        match self {
            Self::CustomerMissing => true,
            Self::Rejected(refusal) => refusal.code.as_deref() == Some("resource_missing"),
            _ => false,
        }
    }

    /// Whether the idempotency key was used for another request before.
    pub fn is_key_reused(&self) -> bool {
        matches!(self, Self::Rejected(refusal) if refusal.kind.as_deref() == Some("idempotency_error"))
    }

    /// Whether Stripe refused the request (4xx). A permanent error of Stripe's own does not count.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Rejected(refusal) => refusal.status < 500,
            Self::CustomerMissing | Self::AlreadyCanceling | Self::PortalNotConfigured => true,
            _ => false,
        }
    }

    /// Whether the restricted key lacks the permission.
    pub fn is_denied(&self) -> bool {
        matches!(self, Self::PermissionDenied(_))
    }

    /// Whether it may be about the requested object only, not about Stripe as a whole.
    pub fn may_be_the_objects(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::TimedOut | Self::Garbage(_) | Self::Rejected(_))
    }

    /// Whether it may be temporary, so that a later retry makes sense.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::RateLimited
                | Self::InFlight
                | Self::Crowded
                | Self::Unavailable(_)
                | Self::Unreachable
                | Self::TimedOut
                | Self::Garbage(_)
        )
    }
}

impl StripeError {
    /// An error without further details.
    pub fn new(kind: StripeErrorKind) -> Self {
        Self { kind, request_id: None, retry_after: None, should_retry: None }
    }

    /// Reads Stripe's refusal; anything else is an outage or garbage, depending on the status. A
    /// permanent failure (501, or `Stripe-Should-Retry: false`) is a refusal too.
    pub fn classify(path: &str, status: StatusCode, should_retry: Option<bool>, body: &[u8]) -> StripeErrorKind {
        let code = status.as_u16();
        let details = serde_json::from_slice::<Envelope>(body).ok().map(|envelope| envelope.error);
        let is_final = status == StatusCode::NOT_IMPLEMENTED || should_retry == Some(false);
        match (status, details) {
            (StatusCode::UNAUTHORIZED, _) => StripeErrorKind::BadKey,
            (StatusCode::FORBIDDEN, details) => {
                StripeErrorKind::PermissionDenied(details.as_ref().and_then(Details::lacking_permission))
            }
            (StatusCode::TOO_MANY_REQUESTS, _) => StripeErrorKind::RateLimited,
            (StatusCode::CONFLICT, _) => StripeErrorKind::InFlight,
            (status, details) if status.is_server_error() && is_final => details.unwrap_or_default().refusal(code),
            (status, _) if status.is_server_error() => StripeErrorKind::Unavailable(code),
            (_, None) => StripeErrorKind::Garbage(code),
            (_, Some(details)) if details.is_missing_customer(path) => StripeErrorKind::CustomerMissing,
            (_, Some(details)) if details.is_already_canceling() => StripeErrorKind::AlreadyCanceling,
            (_, Some(details)) if details.is_portal_not_configured(path) => StripeErrorKind::PortalNotConfigured,
            (_, Some(details)) => details.refusal(code),
        }
    }
}

impl fmt::Display for StripeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        match &self.request_id {
            Some(id) => write!(f, " [{id}]"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for StripeError {}

/// The text, shortened, and without characters that PostgreSQL or a terminal cannot handle.
fn plain(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).take(LONGEST_TEXT).collect()
}

/// Removes addresses: Stripe's message repeats the refused value, and the text is logged.
fn without_addresses(text: &str) -> String {
    text.split(' ').map(|word| if word.contains('@') { "[address]" } else { word }).collect::<Vec<_>>().join(" ")
}

#[derive(Deserialize)]
struct Envelope {
    error: Details,
}

#[derive(Default, Deserialize)]
struct Details {
    #[serde(rename = "type")]
    kind: Option<String>,
    code: Option<String>,
    param: Option<String>,
    #[serde(default)]
    message: String,
}

impl Details {
    fn refusal(self, status: u16) -> StripeErrorKind {
        let Self { kind, code, param, message } = self;
        let [kind, code, param] = [kind, code, param].map(|text| text.as_deref().map(plain));
        StripeErrorKind::Rejected(Box::new(Refusal {
            status,
            kind,
            code,
            param,
            message: without_addresses(&plain(&message)),
        }))
    }

    /// The parameter is `customer` when creating an object for a customer, and `id` when retrieving
    /// one.
    fn is_missing_customer(&self, path: &str) -> bool {
        self.code.as_deref() == Some("resource_missing")
            && match self.param.as_deref() {
                Some("customer") => true,
                Some("id") => path.starts_with("/customers/"),
                _ => false,
            }
    }

    /// This error has no code.
    fn is_already_canceling(&self) -> bool {
        self.code.is_none() && self.message.contains("is already set to be canceled")
    }

    /// The permission is only in the message: "Having the '`rak_customer_write`' permission would
    /// allow this request to continue."
    fn lacking_permission(&self) -> Option<String> {
        let quoted = self.message.split('\'').find(|part| part.starts_with("rak_"));
        quoted.filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')).map(str::to_owned)
    }

    /// Our configuration is missing or inactive, or none was named and there is no default. The
    /// latter has no code; these are its messages in test mode and in live mode.
    fn is_portal_not_configured(&self, path: &str) -> bool {
        let named = path == "/billing_portal/sessions" && self.param.as_deref() == Some("configuration");
        let words = ["default configuration has not been created", "save your customer portal settings"];
        named || (self.code.is_none() && words.iter().any(|words| self.message.contains(words)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::any_json::any_json;

    fn classify(path: &str, status: u16, body: &str) -> StripeErrorKind {
        StripeError::classify(path, StatusCode::from_u16(status).expect("status"), None, body.as_bytes())
    }

    fn error(code: &str, param: &str) -> String {
        format!(
            r#"{{"error":{{"type":"invalid_request_error","code":"{code}","param":"{param}","message":"No such thing"}}}}"#
        )
    }

    #[test]
    fn a_missing_customer_is_told_by_code_and_parameter() {
        let missing = StripeErrorKind::CustomerMissing;
        assert_eq!(classify("/billing_portal/sessions", 400, &error("resource_missing", "customer")), missing);
        assert_eq!(classify("/customers/cus_1", 404, &error("resource_missing", "id")), missing);
        let kind = classify("/products/prod_1", 404, &error("resource_missing", "id"));
        assert!(matches!(kind, StripeErrorKind::Rejected(_)), "{kind:?}");
    }

    #[test]
    fn a_configuration_that_is_gone_is_a_portal_that_is_not_configured() {
        let gone = error("resource_missing", "configuration");
        assert_eq!(classify("/billing_portal/sessions", 400, &gone), StripeErrorKind::PortalNotConfigured);
        let kind = classify("/billing_portal/configurations/bpc_1", 404, &gone);
        assert!(matches!(kind, StripeErrorKind::Rejected(_)), "{kind:?}");
    }

    #[test]
    fn a_portal_that_was_never_saved_is_told_by_stripes_words() {
        for message in [
            "No configuration provided and your test mode default configuration has not been created. Provide a configuration or create your default",
            "You can't create a portal session in live mode until you save your customer portal settings in live mode",
        ] {
            let body = format!(r#"{{"error":{{"type":"invalid_request_error","message":"{message}"}}}}"#);
            assert_eq!(classify("/billing_portal/sessions", 400, &body), StripeErrorKind::PortalNotConfigured);
        }
    }

    #[test]
    fn a_permission_that_is_lacking_is_named() {
        let body = r#"{"error":{"type":"invalid_request_error","message":"The provided key 'rk_live_**x' does not have the required permissions for this endpoint on account 'acct_1'. Having the 'rak_customer_write' permission would allow this request to continue."}}"#;
        let kind = classify("/x", 403, body);
        assert_eq!(kind, StripeErrorKind::PermissionDenied(Some("rak_customer_write".to_owned())));
        assert_eq!(kind.to_string(), "the API key lacks a permission: rak_customer_write");
    }

    #[test]
    fn an_address_of_mail_that_stripe_repeats_is_not_told() {
        let body = r#"{"error":{"type":"invalid_request_error","code":"email_invalid","message":"Invalid email address: ada@@example.com"}}"#;
        let told = classify("/customers", 400, body).to_string();
        assert!(told.contains("Invalid email address: [address]") && !told.contains("example.com"), "{told}");
    }

    #[test]
    fn the_rest_goes_by_status() {
        assert_eq!(classify("/x", 401, "{}"), StripeErrorKind::BadKey);
        assert_eq!(classify("/x", 403, "{}"), StripeErrorKind::PermissionDenied(None));
        assert_eq!(classify("/x", 429, "slow down"), StripeErrorKind::RateLimited);
        assert_eq!(classify("/x", 502, "<html>"), StripeErrorKind::Unavailable(502));
        assert_eq!(classify("/x", 404, "<html>"), StripeErrorKind::Garbage(404));
    }

    #[test]
    fn what_stripe_says_will_not_pass_is_no_outage() {
        let final_one = StripeError::classify("/x", StatusCode::INTERNAL_SERVER_ERROR, Some(false), b"{}");
        for kind in [classify("/x", 501, "<html>"), final_one] {
            assert!(matches!(kind, StripeErrorKind::Rejected(_)) && !kind.is_transient(), "{kind:?}");
        }
        let passing = StripeError::classify("/x", StatusCode::INTERNAL_SERVER_ERROR, Some(true), b"{}");
        assert_eq!(passing, StripeErrorKind::Unavailable(500));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_stripe_answers_is_an_error_that_can_be_kept(
            status in 100..1000_u16, body in any::<Vec<u8>>(), mut error in any_json(), message in any::<String>()
        ) {
            let status = StatusCode::from_u16(status).expect("status");
            let told = StripeError::classify("/customers/cus_1", status, None, &body).to_string();
            prop_assert!(!told.contains(char::is_control), "{:?}", told);
            if let Some(members) = error.as_object_mut() {
                members.insert("message".to_owned(), message.repeat(100).into());
            }
            let body = serde_json::json!({ "error": error }).to_string();
            let told = StripeError::classify("/customers/cus_1", status, None, body.as_bytes()).to_string();
            prop_assert!(!told.contains(char::is_control) && told.chars().count() <= 50 * LONGEST_TEXT, "{:?}", told);
        }
    }
}
