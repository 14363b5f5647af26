//! `/oidc/start` and `/oidc/callback`: to the company's identity provider, and back.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::Deserialize;
use time::Duration;
use tower_sessions::Session;

use crate::{
    audit::{self, Event, Refusal},
    auth::{self, Client, ClientAddress, Device, Visitor},
    http::{error_page, guard::found},
    model::{OidcError, ReturnPath},
    oidc::{ArrivalError, LIFETIME, Oidc, OnTheWay},
    state::Settings,
};

/// The cookie of a browser on its way.
const COOKIE: &str = "on_the_way";

/// The longest code, in bytes: providers' longest are a third of it.
const LONGEST_CODE: usize = 4096;

/// The query of the start.
#[derive(Deserialize)]
pub struct Start {
    next: Option<String>,
}

/// What the provider answers.
#[derive(Deserialize)]
pub struct Answer {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    /// RFC 9207.
    iss: Option<String>,
}

/// `GET /oidc/start?next=…`: leads to the provider.
pub async fn oidc_start(
    State(oidc): State<Option<Oidc>>,
    State(settings): State<Arc<Settings>>,
    Extension(client): Extension<ClientAddress>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    start: Result<Query<Start>, QueryRejection>,
) -> Response {
    let Some(oidc) = oidc else { return error_page(StatusCode::NOT_FOUND) };
    // A page of another site could ask for it as a picture, and use up the attempts of everybody in this network.
    if headers.get("sec-fetch-mode").is_some_and(|mode| mode != "navigate") {
        return error_page(StatusCode::FORBIDDEN);
    }
    let next = start.ok().and_then(|Query(start)| start.next).unwrap_or_default();
    let next = next.parse::<ReturnPath>().unwrap_or_default();
    if visitor.user().is_some() {
        return found(next.as_str());
    }
    match set_out(&oidc, client, &next).await {
        Ok((url, cookie)) => with_cookie(found(&url), &settings, cookie, Duration::seconds(LIFETIME)),
        Err(error) => found(&login_url(error, &next)),
    }
}

/// The provider's address, and the cookie's value.
async fn set_out(oidc: &Oidc, client: ClientAddress, next: &ReturnPath) -> Result<(String, String), OidcError> {
    if !oidc.throttle().pass(client) {
        return Err(failed(Refusal::ThrottledByAddress, OidcError::TooManyAttempts));
    }
    let (url, attempt) = oidc.provider().begin().await.map_err(|error| told(&ArrivalError::Provider(error)))?;
    let cookie = OnTheWay::new(attempt, next).seal(oidc.keys()).map_err(|error| {
        tracing::error!(error = %error, "nobody can be led to the identity provider");
        OidcError::Unavailable
    })?;
    Ok((url.into(), cookie))
}

/// `GET /oidc/callback`: signs in who comes back with the answer to a question of this browser. The question is then
/// forgotten, whatever the answer.
pub async fn oidc_callback(
    State(oidc): State<Option<Oidc>>,
    State(settings): State<Arc<Settings>>,
    Extension(address): Extension<ClientAddress>,
    session: Session,
    headers: HeaderMap,
    answer: Result<Query<Answer>, QueryRejection>,
) -> Response {
    let Some(oidc) = oidc else { return error_page(StatusCode::NOT_FOUND) };
    let cookies = CookieJar::from_headers(&headers);
    let cookie = cookies.get(&settings.app_url.cookie_name(COOKIE)).map(Cookie::value);
    let way = cookie.and_then(|value| OnTheWay::open(oidc.keys(), value));
    let next = way.as_ref().map(OnTheWay::next).unwrap_or_default();
    let answer = answer.ok().map(|Query(answer)| answer);
    let response =
        match come_back(&oidc, Client { address, device: Device::of(&headers), browser: None }, &session, way, answer)
            .await
        {
            Ok(()) => found(next.as_str()),
            Err(error) => found(&login_url(error, &next)),
        };
    with_cookie(response, &settings, String::new(), Duration::ZERO)
}

async fn come_back(
    oidc: &Oidc,
    client: Client,
    session: &Session,
    way: Option<OnTheWay>,
    answer: Option<Answer>,
) -> Result<(), OidcError> {
    let foreign = || failed(Refusal::ForeignAnswer, OidcError::Stale);
    let (Some(OnTheWay { attempt, .. }), Some(Answer { state, code, error, iss })) = (way, answer) else {
        return Err(foreign());
    };
    let issuer = oidc.provider().issuer().as_str();
    if !state.is_some_and(|state| attempt.is_answered_by(&state)) || iss.is_some_and(|iss| iss != issuer) {
        return Err(foreign());
    }
    if !oidc.throttle().pass(client.address) {
        return Err(failed(Refusal::ThrottledByAddress, OidcError::TooManyAttempts));
    }
    if let Some(error) = error {
        return Err(refused(&error));
    }
    let code = code.filter(|code| !code.is_empty() && code.len() <= LONGEST_CODE).ok_or_else(foreign)?;
    let arrival = oidc.arrive(code, attempt).await.map_err(|error| told(&error))?;
    let user = arrival.user;
    auth::come_in(session, user, arrival.account.as_ref(), issuer, client).await.map_err(|_| OidcError::Unavailable)?;
    // The way there and the way back.
    oidc.throttle().passed(client.address, 2);
    audit::record(Event::SignedInAtProvider, Some(user));
    if arrival.role_changed {
        audit::record(Event::RoleChanged, Some(user));
    }
    Ok(())
}

/// The provider's `error`, which whoever sends the browser here could write: only known ones are logged.
fn refused(error: &str) -> OidcError {
    match error {
        "server_error" | "temporarily_unavailable" => failed(Refusal::ProviderUnreachable, OidcError::Unreachable),
        "access_denied"
        | "login_required"
        | "consent_required"
        | "interaction_required"
        | "account_selection_required" => failed(Refusal::RefusedByProvider, OidcError::Denied),
        "invalid_request" | "unauthorized_client" | "unsupported_response_type" | "invalid_scope" => {
            tracing::error!(oidc.error = error, "the identity provider refuses this site: check OIDC_CLIENT_ID there");
            failed(Refusal::RefusedByProvider, OidcError::Unusable)
        }
        _ => failed(Refusal::RefusedByProvider, OidcError::Unusable),
    }
}

/// What the visitor is told; the operator is told why.
fn told(error: &ArrivalError) -> OidcError {
    match error {
        ArrivalError::Disabled => return failed(Refusal::Disabled, OidcError::Disabled),
        ArrivalError::Database(_) => tracing::error!(error = %error, "sign-in at the identity provider is unavailable"),
        _ => tracing::warn!(oidc.error = %error, "nobody was signed in at the identity provider"),
    }
    match error {
        ArrivalError::Provider(error) if error.is_outage() => {
            failed(Refusal::ProviderUnreachable, OidcError::Unreachable)
        }
        ArrivalError::NoEmail => failed(Refusal::NoAddress, OidcError::NoEmail),
        ArrivalError::Provider(_) | ArrivalError::Claim(_) => failed(Refusal::BadAnswer, OidcError::Unusable),
        ArrivalError::Disabled | ArrivalError::Database(_) => OidcError::Unavailable,
    }
}

fn failed(refusal: Refusal, error: OidcError) -> OidcError {
    audit::record(Event::ProviderSignInFailed(refusal), None);
    error
}

/// The login page, which says what happened and leads to the same page.
fn login_url(error: OidcError, next: &ReturnPath) -> String {
    let login = next.login_url();
    let separator = if login.contains('?') { '&' } else { '?' };
    format!("{login}{separator}problem={}", error.name())
}

/// `Lax`: the provider leads back from its own site.
fn with_cookie(mut response: Response, settings: &Settings, value: String, max_age: Duration) -> Response {
    let cookie = Cookie::build((settings.app_url.cookie_name(COOKIE), value))
        .path("/")
        .max_age(max_age)
        .http_only(true)
        .secure(settings.app_url.is_https())
        .same_site(SameSite::Lax)
        .build();
    if let Ok(cookie) = HeaderValue::from_str(&cookie.encoded().to_string()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
