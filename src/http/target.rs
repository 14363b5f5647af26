//! What is asked for must be a path.

use axum::{extract::Request, http::StatusCode, middleware::Next, response::Response};

use crate::http::error_page;

/// `400` for a request whose target is a host or `*` alone (RFC 9112, 3.2.3 and 3.2.4): that is for
/// proxies, and Leptos takes for granted that there is a path.
pub async fn only_paths(request: Request, next: Next) -> Response {
    if request.uri().path().starts_with('/') { next.run(request).await } else { error_page(StatusCode::BAD_REQUEST) }
}
