//! `/.well-known/security.txt` (RFC 9116): the contact for vulnerability reports.

use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    config::SecurityContact,
    http::error_page,
    state::{AppState, Settings},
};

const PATH: &str = "/.well-known/security.txt";

/// The validity of the file: less than a year (RFC 9116, 2.5.5). It is computed for each answer, so
/// the file of a running server never expires.
const VALID: Duration = Duration::days(180);

/// The route of the file if `SECURITY_CONTACT` is set; otherwise no route, so the answer is the
/// "not found" page.
pub fn security_txt(settings: &Settings) -> Router<AppState> {
    let Some(contact) = settings.security_contact.clone() else { return Router::new() };
    let canonical = settings.app_url.join(PATH);
    Router::new().route(PATH, get(async move || file(&contact, &canonical, clock::now())))
}

fn file(contact: &SecurityContact, canonical: &str, now: OffsetDateTime) -> Response {
    let expires = (now + VALID).replace_nanosecond(0).ok().and_then(|at| at.format(&Rfc3339).ok());
    let Some(expires) = expires else { return error_page(StatusCode::INTERNAL_SERVER_ERROR) };
    let text = format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en\nCanonical: {canonical}\n");
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
