//! Refuses request targets that are not paths.

use axum::{extract::Request, http::StatusCode, middleware::Next, response::Response};

use crate::http::error_page;

/// Answers `400` to a request whose target is only a host or `*` (RFC 9112, 3.2.3 and 3.2.4). Those
/// forms are for proxies, and Leptos expects a path.
pub async fn only_paths(request: Request, next: Next) -> Response {
    if request.uri().path().starts_with('/') { next.run(request).await } else { error_page(StatusCode::BAD_REQUEST) }
}
