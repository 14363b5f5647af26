//! Request targets: what is no path is refused, and each page has one path.

use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{api::is_api, http::error_page};

/// Answers `400` to a request whose target is only a host or `*` (RFC 9112, 3.2.3 and 3.2.4): those forms are for
/// proxies, and Leptos expects a path. Leads from a page's path with a slash at its end to the one without.
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
    let path = request.uri().path();
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD) && !is_api(path);
    // Two slashes at the beginning, of either kind, would lead to another site.
    let leads_away = |path: &str| path.starts_with("//") || path.contains('\\');
    let trimmed = path.strip_suffix('/').filter(|trimmed| !trimmed.is_empty() && !leads_away(trimmed))?;
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    HeaderValue::from_str(&format!("{trimmed}{query}")).ok().filter(|_| is_page)
}
