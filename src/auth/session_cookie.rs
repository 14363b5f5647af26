//! The session cookie: its name, its attributes, and how it is renewed and removed.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, header::SET_COOKIE},
    middleware::Next,
    response::Response,
};
use database::Database;
use time::Duration;
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite};

use crate::{
    auth::{current_user::USER, session_store::DbSessionStore},
    config::AppUrl,
    state::Settings,
};

/// An unused session ends after this time (OWASP ASVS 5, 7.3.1).
const IDLE_LIMIT: Duration = Duration::days(14);

/// The minimum time between two renewals, which write to the database.
const RENEW_EVERY: Duration = Duration::MINUTE;

const NAME: &str = "session";

const SEEN: &str = "seen";

/// The configured tower-sessions layer.
pub type SessionLayer = SessionManagerLayer<DbSessionStore>;

/// `Lax`, because with `Strict` a customer who returns from Stripe would appear signed out.
pub fn session_layer(db: Database, app_url: &AppUrl) -> SessionLayer {
    SessionManagerLayer::new(DbSessionStore::new(db))
        .with_name(app_url.cookie_name(NAME))
        .with_secure(app_url.is_https())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(IDLE_LIMIT))
}

/// Renews a session on use: tower-sessions renews it only when something is saved.
pub async fn keep_alive(session: Session, request: Request, next: Next) -> Response {
    let now = clock::now_seconds();
    let signed_in = matches!(session.get_value(USER).await, Ok(Some(_)));
    if signed_in
        && matches!(session.get::<i64>(SEEN).await, Ok(seen) if seen.unwrap_or(0) + RENEW_EVERY.whole_seconds() < now)
    {
        // tower-sessions saves a changed session after the page is rendered, and an error then
        // replaces the page. So save it first here: a failed renewal is no reason to refuse the
        // request.
        if session.save().await.is_ok() {
            let _ = session.insert(SEEN, now).await;
        }
    }
    next.run(request).await
}

/// tower-sessions removes its cookie without `Secure`, and browsers ignore that for a `__Host-`
/// name. This adds the missing attribute.
pub async fn with_secure_removal(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if !settings.app_url.is_https() {
        return response;
    }
    let prefix = format!("{}=", settings.app_url.cookie_name(NAME));
    for cookie in response.headers_mut().iter_mut().filter(|(name, _)| **name == SET_COOKIE).map(|(_, value)| value) {
        let Ok(text) = cookie.to_str() else { continue };
        if text.starts_with(&prefix)
            && !text.contains("; Secure")
            && let Ok(fixed) = HeaderValue::from_str(&format!("{text}; Secure"))
        {
            *cookie = fixed;
        }
    }
    response
}
