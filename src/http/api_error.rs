//! Errors for scripts: `{"error": "…"}` with its status. A browser gets a page instead.

use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// Seconds after which something that is not available may be tried again.
const UNAVAILABLE: u16 = 10;

/// Seconds after which somebody who tried too often may try again.
const TOO_MANY: u16 = 60;

/// Whether the client is a script: it does not accept HTML, or the path is under `/api/`.
pub fn is_script(request: &Request) -> bool {
    request.uri().path().starts_with("/api/") && !accepts_html(request.headers())
}

/// The same test as Leptos uses to answer a form with a redirect or with its result.
fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).map(HeaderValue::as_bytes).unwrap_or_default();
    String::from_utf8_lossy(accept).contains("text/html")
}

/// The answer, with `Retry-After` where waiting helps.
pub fn api_error(status: StatusCode, error: &str) -> Response {
    let mut response = (status, Json(json!({ "error": error }))).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let wait = match status {
        StatusCode::TOO_MANY_REQUESTS => Some(TOO_MANY),
        StatusCode::SERVICE_UNAVAILABLE => Some(UNAVAILABLE),
        _ => None,
    };
    if let Some(seconds) = wait {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
