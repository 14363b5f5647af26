//! Errors for scripts: `{"error": "…"}` with the status that fits, where a browser gets a page.

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

/// Whether whoever asks is a script: it asks for no page, and under `/api/` there are none.
pub fn is_script(request: &Request) -> bool {
    request.uri().path().starts_with("/api/") && !accepts_html(request.headers())
}

/// Asked as Leptos asks, which answers a form either by a redirect or by what it returns.
fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).map(HeaderValue::as_bytes).unwrap_or_default();
    String::from_utf8_lossy(accept).contains("text/html")
}

/// The answer, with the time to wait where waiting helps.
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
