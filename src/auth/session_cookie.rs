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
    auth::{
        session_lookup::ABSOLUTE_LIMIT,
        session_store::{DbSessionStore, renew},
        session_values::SEEN,
    },
    config::AppUrl,
    state::Settings,
};

/// The minimum time between two renewals, which write to the database.
const RENEW_EVERY: Duration = Duration::MINUTE;

const NAME: &str = "session";

/// The configured tower-sessions layer.
pub type SessionLayer = SessionManagerLayer<DbSessionStore>;

/// `Lax`, because with `Strict` a customer who returns from Stripe would appear signed out. The cookie lasts as long
/// as a session can; how long an unused one lasts is the store's: so the cookie need not be sent again.
pub fn session_layer(db: Database, app_url: &AppUrl) -> SessionLayer {
    SessionManagerLayer::new(DbSessionStore::new(db))
        .with_name(app_url.cookie_name(NAME))
        .with_secure(app_url.is_https())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(ABSOLUTE_LIMIT))
}

/// Renews a session on use, after the answer: nobody waits for it, and a failure is no reason to refuse a page.
/// tower-sessions would renew a session only by saving all of it.
pub async fn keep_alive(State(db): State<Database>, session: Session, request: Request, next: Next) -> Response {
    let is_due = match session.get::<i64>(SEEN).await {
        Ok(Some(seen)) => seen + RENEW_EVERY.whole_seconds() < clock::now_seconds(),
        _ => false,
    };
    let response = next.run(request).await;
    // What was changed meanwhile is saved, and renewed by that.
    if is_due
        && !session.is_modified()
        && let Some(id) = session.id()
    {
        tokio::spawn(async move {
            if let Err(error) = renew(&db, &id).await {
                tracing::warn!(error = %error, "a session could not be renewed");
            }
        });
    }
    response
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
