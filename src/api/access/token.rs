//! `POST /api/v1/access/{account}/token`

use access::Decision;
use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use database::Database;
use secrecy::ExposeSecret;
use serde::Serialize;
use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    super::problem::{Problem, ProblemBody},
    answer::rfc3339,
    asker::{Answered, Asker},
};
use crate::{
    access_token::{Claims, TokenError, sign},
    keys::AppKeys,
};

/// How long a token is good at most.
const GOOD_FOR: Duration = Duration::minutes(15);

/// A signed statement of what an account may use.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessToken {
    /// A JWT, signed with EdDSA by a key of `/.well-known/jwks.json`. Its claim `features` has the features that are
    /// granted.
    token: String,
    /// Until when it is good: `exp`.
    #[schema(format = DateTime)]
    expires_at: String,
    /// Until when it may be trusted while this site cannot be reached: `hard_exp`. Asking for another token does not make
    /// it later; what Stripe says does.
    #[schema(format = DateTime)]
    trusted_until: String,
}

/// Signs what an account may use
///
/// For products that check without asking: at the edge, in several programs, or while this site is away.
#[utoipa::path(
    post,
    path = "/api/v1/access/{account}/token",
    operation_id = "createAccessToken",
    tag = "access",
    params(("account" = String, Path, description = "The product's own id of the account, or this site's (`acct_…`)", min_length = 1, max_length = 200)),
    responses(
        (status = 200, description = "A signed statement", body = AccessToken),
        (status = 401, description = "No key, or not a valid one", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope access:read", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such account", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls with this key; see Retry-After", body = ProblemBody, content_type = "application/problem+json"),
        (status = 500, description = "Something went wrong; the site's log says more", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The site cannot answer now, or what it knows of the account is too old to be signed; see Retry-After", body = ProblemBody, content_type = "application/problem+json"),
        (status = 504, description = "The answer did not come in time; repeating the call does no harm", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("key" = []))
)]
pub async fn token(
    State(asker): State<Asker>,
    State(db): State<Database>,
    State(keys): State<AppKeys>,
    account: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (key, account) = asker.question(&headers, account).await?;
    let answered = asker.answer(&key, &account, false).await?;
    let trusted_until = trusted_until(&answered);
    if trusted_until <= answered.now {
        return Err(Problem::TooOld);
    }
    let expires_at = (answered.now + GOOD_FOR).min(trusted_until);
    let claims = Claims {
        rest: rest(&answered),
        iss: asker.settings.app_url.to_string(),
        aud: None,
        sub: answered.found.account.parse().map_err(|_| Problem::Internal)?,
        iat: answered.now.unix_timestamp(),
        exp: expires_at.unix_timestamp(),
        hard_exp: trusted_until.unix_timestamp(),
        jti: Uuid::new_v4(),
    };
    let token = sign(&db, &keys, &claims).await.map_err(|error| problem(&error))?;
    let body = AccessToken {
        token: token.expose_secret().to_owned(),
        expires_at: rfc3339(expires_at),
        trusted_until: rfc3339(trusted_until),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response())
}

/// Until the first of what is granted ends, and not for long after Stripe was last asked. Of an account without a
/// customer, this site's own rows say all.
fn trusted_until(Answered { found, access, now, rules }: &Answered) -> OffsetDateTime {
    // That Stripe does not know the customer any more makes nothing trusted for longer.
    let known = found.look.stale(*now).map(|stale| stale.since).or_else(|| found.look.synced_at());
    // Another server's clock may be ahead.
    let asked = known.unwrap_or(*now).min(*now);
    // Also of what only makes a limit higher.
    let granting = access.sources.iter().filter(|source| source.verdict.grants);
    let ends = granting.filter_map(|source| source.verdict.until).min();
    let trusted = asked + Duration::hours(rules.policy.token.trusted_hours.into());
    ends.map_or(trusted, |ends| ends.min(trusted))
}

/// What a token says beyond who, of whom and until when.
fn rest(Answered { found, access, .. }: &Answered) -> Map<String, Value> {
    let granted = access.features.iter().filter(|(_, decision)| decision.granted);
    let feature = |Decision { limit, until, .. }: &Decision| {
        let mut about = Map::new();
        about.extend(limit.map(|limit| ("limit".to_owned(), limit.into())));
        about.extend(until.map(|until| ("until".to_owned(), until.unix_timestamp().into())));
        Value::Object(about)
    };
    let features: Map<_, _> = granted.map(|(key, decision)| (key.to_string(), feature(decision))).collect();
    let rest = [
        ("revision", json!(found.look.revision())),
        ("standing", json!(access.standing)),
        ("features", Value::Object(features)),
    ];
    rest.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn problem(error: &TokenError) -> Problem {
    tracing::error!(error = %error, "what an account may use could not be signed");
    match error {
        TokenError::Times | TokenError::Signing(_) => Problem::Internal,
        _ => Problem::Unavailable,
    }
}
