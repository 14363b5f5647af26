//! Errors of the API: `application/problem+json` (RFC 9457).

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api_keys::Scope;

/// What `type` begins with. It only has to differ from problem to problem: nothing is there to be read.
const TYPE: &str = "urn:customer-portal:problem:";

/// Seconds after which a call may be repeated that could not be answered.
const AGAIN_AFTER: u64 = 10;

/// Why a call was not answered. Where it was refused (a status of 4xx), nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The body is not JSON.
    Malformed(String),
    NoKey,
    Scope(Scope),
    UnknownPath,
    Method,
    TooLarge,
    /// The body did not come in time.
    Slow,
    MediaType,
    CustomerTaken,
    UnknownAccount,
    /// The account's customer was never fetched from Stripe.
    NotSynced,
    /// Stripe was last asked too long ago.
    TooOld,
    AccountHasCustomer,
    UserDisabled,
    /// A field of the body, in JavaScript's notation, such as `user.email`.
    Invalid {
        field: String,
        detail: String,
    },
    /// Too many calls with this key.
    OverBudget {
        retry_after: u64,
    },
    Unavailable,
    /// The answer did not come in time.
    Late,
    Internal,
}

/// The body of an error.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Says which problem it is, for programs.
    #[serde(rename = "type")]
    kind: String,
    /// The problem in a few words; the same each time.
    title: &'static str,
    /// The HTTP status again.
    status: u16,
    /// What happened in this call.
    detail: String,
    /// The field of the body that is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

impl Problem {
    /// The problem of an answer that was made without knowing of the API, such as a time limit's.
    pub fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::UnknownPath,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            StatusCode::GATEWAY_TIMEOUT => Self::Late,
            StatusCode::BAD_REQUEST => Self::Malformed("the request cannot be read".to_owned()),
            _ => Self::Internal,
        }
    }

    fn words(&self) -> (StatusCode, &'static str, &'static str, String) {
        let fixed = |status, kind, title, detail: &str| (status, kind, title, detail.to_owned());
        match self {
            Self::Malformed(detail) => {
                (StatusCode::BAD_REQUEST, "malformed", "The request cannot be read", detail.clone())
            }
            Self::NoKey => fixed(
                StatusCode::UNAUTHORIZED,
                "no_key",
                "There is no valid key",
                "Send `Authorization: Bearer` with a key from `customer-portal key create` that is not revoked.",
            ),
            Self::Scope(scope) => (
                StatusCode::FORBIDDEN,
                "scope",
                "The key is not for this",
                format!("This needs a key with the scope {}.", scope.name()),
            ),
            Self::UnknownPath => {
                fixed(StatusCode::NOT_FOUND, "unknown_path", "There is no such path", "See /api/v1/openapi.json.")
            }
            Self::Method => fixed(
                StatusCode::METHOD_NOT_ALLOWED,
                "method",
                "The path has no such method",
                "See /api/v1/openapi.json.",
            ),
            Self::TooLarge => fixed(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                "The body is too large",
                "A body has at most 65,536 bytes, and a query of what accounts may use 4,194,304.",
            ),
            Self::Slow => {
                fixed(StatusCode::REQUEST_TIMEOUT, "slow", "The body did not come in time", "A body has ten seconds.")
            }
            Self::MediaType => fixed(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "media_type",
                "The body is not JSON",
                "Send the body as `Content-Type: application/json`.",
            ),
            Self::UnknownAccount => fixed(
                StatusCode::NOT_FOUND,
                "unknown_account",
                "There is no such account",
                "This says nothing about what may be used: the name is wrong, or the account was not made yet.",
            ),
            Self::NotSynced => fixed(
                StatusCode::SERVICE_UNAVAILABLE,
                "not_synced",
                "The account's customer was not fetched from Stripe yet",
                "Repeat the call when Retry-After says.",
            ),
            Self::TooOld => fixed(
                StatusCode::SERVICE_UNAVAILABLE,
                "too_old",
                "Stripe was last asked too long ago",
                "What is known of the account is too old to be signed. `GET` tells it, and since when it may be out of date.",
            ),
            Self::CustomerTaken => fixed(
                StatusCode::CONFLICT,
                "customer_taken",
                "The Stripe customer belongs to another account",
                "A Stripe customer belongs to one account. Nothing was changed.",
            ),
            Self::AccountHasCustomer => fixed(
                StatusCode::CONFLICT,
                "account_has_customer",
                "The account has another Stripe customer",
                "An account has one Stripe customer. Nothing was changed.",
            ),
            Self::UserDisabled => fixed(
                StatusCode::CONFLICT,
                "user_disabled",
                "The user is disabled",
                "`customer-portal user enable` lets the user in again. Nothing was changed.",
            ),
            Self::Invalid { detail, .. } => {
                (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "A field is refused", detail.clone())
            }
            Self::OverBudget { .. } => fixed(
                StatusCode::TOO_MANY_REQUESTS,
                "over_budget",
                "Too many calls with this key",
                "Wait as long as Retry-After says.",
            ),
            Self::Unavailable => fixed(
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "The site cannot answer now",
                "Repeat the call when Retry-After says; repeating it does no harm.",
            ),
            Self::Late => fixed(
                StatusCode::GATEWAY_TIMEOUT,
                "late",
                "The answer did not come in time",
                "Repeat the call; repeating it does no harm.",
            ),
            Self::Internal => fixed(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "Something went wrong",
                "The site's log says more, under the id in x-request-id.",
            ),
        }
    }
}

impl Problem {
    pub fn status(&self) -> StatusCode {
        self.words().0
    }

    pub fn body(&self) -> ProblemBody {
        let (status, kind, title, detail) = self.words();
        let field = if let Self::Invalid { field, .. } = self { Some(short(field)) } else { None };
        ProblemBody { kind: format!("{TYPE}{kind}"), title, status: status.as_u16(), detail: short(&detail), field }
    }
}

/// The most characters of what is repeated of a request.
const LONGEST: usize = 300;

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let body = serde_json::to_vec(&self.body()).unwrap_or_default();
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")], body)
                .into_response();
        let retry_after = match self {
            Self::OverBudget { retry_after } => Some(retry_after),
            Self::Unavailable | Self::NotSynced | Self::TooOld => Some(AGAIN_AFTER),
            _ => None,
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
