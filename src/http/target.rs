//! Request targets: what is no path is refused, and each page has one path.

use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    http::error_page,
    model::{CHOOSE_ACCOUNT, DELETE_ACCOUNT, MEMBERS, SECURITY},
};

/// The pages that the guard knows by their paths.
const PAGES: [&str; 10] = [
    "/login",
    "/login/code",
    "/signup",
    "/reset",
    "/account",
    "/account/password",
    CHOOSE_ACCOUNT,
    MEMBERS,
    SECURITY,
    DELETE_ACCOUNT,
];

/// Answers `400` to a request whose target is only a host or `*` (RFC 9112, 3.2.3 and 3.2.4): those forms are for
/// proxies, and Leptos expects a path. Leads from a guarded page's path with a slash at its end to the one without.
pub async fn only_paths(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with('/') {
        return error_page(StatusCode::BAD_REQUEST);
    }
    match without_slash(&request) {
        Some(target) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, target)]).into_response(),
        None => next.run(request).await,
    }
}

/// The target without the slash at its end. Leptos would show the page at both, but only the one without is guarded.
fn without_slash(request: &Request) -> Option<HeaderValue> {
    let trimmed = request.uri().path().strip_suffix('/').filter(|path| PAGES.contains(path))?;
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    HeaderValue::from_str(&format!("{trimmed}{query}")).ok().filter(|_| reads)
}
