//! `POST /api/v1/handovers`: the company's product hands a signed-in user over.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use database::Database;
use mirror::Mirror;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use utoipa::ToSchema;

use super::{json::ApiJson, key::Caller, problem::Problem};
use crate::{
    api_keys::{ApiKey, Scope},
    audit::{self, Event},
    auth::Email,
    handover::{Ask, AskedAccount, AskedUser, Destination, HandoverError, Made, make},
    model::{AccountName, AccountRef, ExternalId, Role, StripeId},
    state::Settings,
    token::ENTER,
};

/// Who comes, into which account, and where to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandoverRequest {
    account: AccountRequest,
    user: UserRequest,
    /// The user's role in the account from now on.
    role: Role,
    to: Destination,
    /// Where "Back to …" leads. Its origin is one of RETURN_ORIGINS.
    #[schema(max_length = 2048, example = "https://app.example.com/settings")]
    return_url: Option<String>,
    /// How long the link works, in seconds; 60 if it is not given.
    #[serde(default)]
    #[schema(value_type = u16, minimum = 1, maximum = 300, default = 60)]
    expires_in: Lifetime,
}

/// The account. It is made if it is new.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountRequest {
    /// The product's own id of the account; or this site's (`acct_…`) of an account that exists.
    #[schema(value_type = String, min_length = 1, max_length = 200, example = "team-42")]
    external_id: AccountRef,
    /// What its members call it. It replaces the name from before.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, example = "Analytical Engines")]
    name: Option<AccountName>,
    /// The account's customer at Stripe, if it is one already.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255, example = "cus_NffrFeUfNV2Hib")]
    stripe_customer_id: Option<StripeId>,
}

/// The user. It is made if it is new.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserRequest {
    /// The product's own id of the user.
    #[schema(value_type = String, min_length = 1, max_length = 200, example = "user-7")]
    external_id: ExternalId,
    #[schema(value_type = String, format = Email, min_length = 3, max_length = 254, example = "ada@example.com")]
    email: Email,
    /// Whether the product knows that the address is the user's.
    email_verified: bool,
}

/// In seconds.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "u16")]
struct Lifetime(u16);

impl Default for Lifetime {
    fn default() -> Self {
        Self(60)
    }
}

/// The time is too short or too long.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a link works for 1 to 300 seconds")]
struct NoLifetime;

impl TryFrom<u16> for Lifetime {
    type Error = NoLifetime;

    fn try_from(seconds: u16) -> Result<Self, NoLifetime> {
        if (1..=300).contains(&seconds) { Ok(Self(seconds)) } else { Err(NoLifetime) }
    }
}

/// A link that signs the user in once.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandoverResponse {
    /// Redirect the user's browser there, and store it nowhere: whoever opens it first is signed in.
    #[schema(example = "https://billing.example.com/enter/Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgdG9rZW4h")]
    url: String,
    /// When it stops working.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// Hands a user over
///
/// The account, the user and the membership are made if they are new. A user is known by `user.external_id` alone: the
/// address joins nobody to a user who signed up with a password.
#[utoipa::path(
    post,
    path = "/api/v1/handovers",
    operation_id = "createHandover",
    tag = "handovers",
    request_body = HandoverRequest,
    responses(
        (status = 201, description = "A link that works once", body = HandoverResponse),
        (status = 400, description = "The body is not JSON", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No key, or not a valid one", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope handover", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The Stripe customer belongs to another account, the account has another one, or the user is disabled; nothing was changed", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "The body is not said to be JSON", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused; `field` says which", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls with this key; see Retry-After", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not come in time", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 500, description = "Something went wrong; the site's log says more", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 504, description = "The answer did not come in time; repeating the call does no harm", body = super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The site cannot answer now; see Retry-After", body = super::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("key" = []))
)]
pub async fn create(
    caller: Caller,
    State(db): State<Database>,
    State(mirror): State<Mirror>,
    State(settings): State<Arc<Settings>>,
    ApiJson(request): ApiJson<HandoverRequest>,
) -> Result<Response, Problem> {
    let key = caller.with(Scope::Handover)?;
    let ask = ask(&settings, request)?;
    let made = make(&db, &mirror, &key.id, &ask).await.map_err(|error| problem(&error))?;
    record(key, &made);
    let Made { token, expires_at, .. } = made;
    let url = settings.app_url.join(token.path(ENTER).expose_secret());
    let expires_at = OffsetDateTime::from_unix_timestamp(expires_at).ok().and_then(|at| at.format(&Rfc3339).ok());
    let body = Json(HandoverResponse { url, expires_at: expires_at.ok_or(Problem::Internal)? });
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], body).into_response())
}

/// Writes into the audit trail who may come in, and by whose word.
fn record(key: &ApiKey, made: &Made) {
    tracing::info!(api_key.id = %key.id, account.id = %made.account, user.id = made.user.0, "handed over");
    audit::record(Event::HandoverMade, Some(made.user));
    if made.role_changed {
        audit::record(Event::RoleChanged, Some(made.user));
    }
}

fn ask(settings: &Settings, request: HandoverRequest) -> Result<Ask, Problem> {
    let HandoverRequest { account, user, role, to, return_url, expires_in } = request;
    let invalid = |field: &str, detail: String| Problem::Invalid { field: field.to_owned(), detail };
    to.check().map_err(|error| invalid("to", error.to_string()))?;
    let return_url = return_url.map(|url| settings.product.return_origins.parse_url(&url)).transpose();
    Ok(Ask {
        account: AskedAccount { account: account.external_id, name: account.name },
        stripe_customer_id: account.stripe_customer_id,
        user: AskedUser { external_id: user.external_id, email: user.email, email_verified: user.email_verified },
        role,
        to,
        return_url: return_url.map_err(|error| invalid("return_url", format!("it {error}")))?,
        lifetime: Duration::from_secs(expires_in.0.into()),
    })
}

fn problem(error: &HandoverError) -> Problem {
    match error {
        HandoverError::UnknownAccount => Problem::Invalid {
            field: "account.external_id".to_owned(),
            detail: "there is no account with this id".to_owned(),
        },
        HandoverError::Disabled => Problem::UserDisabled,
        HandoverError::CustomerTaken => Problem::CustomerTaken,
        HandoverError::AccountHasCustomer => Problem::AccountHasCustomer,
        HandoverError::NoToken => {
            tracing::error!("the operating system gave no random bytes");
            Problem::Unavailable
        }
        HandoverError::Database(error) => {
            tracing::error!(error = %error, "the hand-over could not be stored");
            Problem::Unavailable
        }
    }
}
