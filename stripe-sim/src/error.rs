//! Everything the API can refuse, in Stripe's types, codes and words.
//!
//! One closed type, so that the status, the code and the parameter of a refusal are decided in one place and a client
//! that classifies errors sees what it would see from Stripe.

use crate::decline::Decline;
use serde_json::{Value, json};
use thiserror::Error;

/// The code that only a simulator has.
const NOT_SIMULATED: &str = "not_simulated";

#[derive(Debug, Clone, Error)]
pub(crate) enum Error {
    #[error(
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer \
         auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for \
         details, or we can help at https://support.stripe.com/."
    )]
    NoKey,
    /// Holds the key's masked form only.
    #[error("Invalid API Key provided: {0}")]
    BadKey(String),
    #[error("Invalid Stripe API version: {0}")]
    BadVersion(String),
    /// Of the `Stripe-Account` header.
    #[error(
        "The provided key 'sk_test_****' does not have access to account '{0}' (or that account does not exist). \
         Application access may have been revoked."
    )]
    NoAccount(String),
    #[error(
        "Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing slash. \
         If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. \
         Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
    )]
    UnknownUrl { method: String, path: String },
    /// Stripe has it. `what` and `does` are parts of a sentence.
    #[error("stripe-sim does not simulate {what}. It simulates {does}.")]
    NotSimulated { param: Option<String>, what: String, does: String },
    #[error("Received unknown parameter{}: {}", if .0.len() > 1 { "s" } else { "" }, .0.join(", "))]
    UnknownParameters(Vec<String>),
    #[error("Missing required param: {0}.")]
    MissingParameter(String),
    /// A parameter that cannot be read at all.
    #[error("{message}")]
    InvalidParameter { param: String, code: Option<&'static str>, message: String },
    /// `in_url` separates "the thing you address" (404) from "a thing you mention" (400).
    #[error("No such {noun}: '{id}'")]
    Missing { noun: &'static str, id: String, param: String, in_url: bool },
    /// Parameters that can be read, in a state that does not allow them.
    #[error("{message}")]
    Refused { message: String, code: Option<&'static str>, param: Option<String> },
    #[error("{}", .0.message())]
    CardDeclined(Decline),
    #[error(
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using \
         a key other than '{0}' if you meant to execute a different request."
    )]
    KeyReused(String),
    #[error(
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted \
         twice, and the other request is still going through): {0}. Please try again later."
    )]
    KeyInUse(String),
}

impl Error {
    pub fn invalid(param: impl Into<String>, message: impl Into<String>) -> Self {
        Self::InvalidParameter { param: param.into(), code: None, message: message.into() }
    }

    pub fn not_simulated(param: Option<String>, what: impl Into<String>, does: &str) -> Self {
        Self::NotSimulated { param, what: what.into(), does: does.to_owned() }
    }

    pub fn refused(message: impl Into<String>) -> Self {
        Self::Refused { message: message.into(), code: None, param: None }
    }

    pub fn refused_param(param: &str, message: impl Into<String>) -> Self {
        Self::Refused { message: message.into(), code: None, param: Some(param.to_owned()) }
    }

    pub fn status(&self) -> u16 {
        match self {
            Self::NoKey | Self::BadKey(_) => 401,
            Self::CardDeclined(_) => 402,
            Self::NoAccount(_) => 403,
            Self::UnknownUrl { .. } | Self::Missing { in_url: true, .. } => 404,
            Self::KeyInUse(_) => 409,
            // Which Stripe itself never answers.
            Self::NotSimulated { .. } => 501,
            _ => 400,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::CardDeclined(_) => "card_error",
            Self::KeyReused(_) | Self::KeyInUse(_) => "idempotency_error",
            _ => "invalid_request_error",
        }
    }

    fn code(&self) -> Option<&'static str> {
        match self {
            Self::NotSimulated { .. } => Some(NOT_SIMULATED),
            Self::NoAccount(_) => Some("account_invalid"),
            Self::UnknownParameters(_) => Some("parameter_unknown"),
            Self::MissingParameter(_) => Some("parameter_missing"),
            Self::Missing { .. } => Some("resource_missing"),
            Self::CardDeclined(Decline::AuthenticationRequired) => Some("authentication_required"),
            Self::CardDeclined(_) => Some("card_declined"),
            Self::KeyInUse(_) => Some("idempotency_key_in_use"),
            Self::InvalidParameter { code, .. } | Self::Refused { code, .. } => *code,
            _ => None,
        }
    }

    fn param(&self) -> Option<&str> {
        match self {
            Self::UnknownParameters(names) => names.first().map(String::as_str),
            Self::MissingParameter(name) => Some(name),
            Self::InvalidParameter { param, .. } | Self::Missing { param, .. } => Some(param),
            Self::Refused { param, .. } | Self::NotSimulated { param, .. } => param.as_deref(),
            _ => None,
        }
    }

    /// Whether the endpoint had begun its work: only then does Stripe keep the answer under the idempotency key.
    pub fn is_kept(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::Refused { .. } | Self::CardDeclined(_))
    }

    pub fn body(&self, request_id: &str) -> Value {
        let mut error = json!({
            "type": self.kind(),
            "message": self.to_string(),
            "request_log_url": format!("https://dashboard.stripe.com/test/logs/{request_id}"),
        });
        if let Some(code) = self.code() {
            error["code"] = json!(code);
        }
        if let Some(code) = self.code().filter(|code| *code != NOT_SIMULATED) {
            error["doc_url"] = json!(format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-")));
        }
        if let Some(param) = self.param() {
            error["param"] = json!(param);
        }
        if let Self::CardDeclined(decline) = self {
            error["decline_code"] = json!(match decline {
                Decline::InsufficientFunds => "insufficient_funds",
                Decline::AuthenticationRequired => "authentication_required",
                Decline::Generic | Decline::NoPaymentMethod => "generic_decline",
            });
            error["param"] = json!("");
            // What the bank and the network said; a wish for authentication is Stripe's own.
            let network = match decline {
                Decline::Generic => Some("01"),
                Decline::InsufficientFunds => Some("51"),
                Decline::AuthenticationRequired | Decline::NoPaymentMethod => None,
            };
            if let Some(code) = network {
                error["network_decline_code"] = json!(code);
                error["advice_code"] = json!("try_again_later");
            }
        }
        json!({ "error": error })
    }
}
