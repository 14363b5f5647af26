//! The headers that all hosted pages go out with.

use axum::http::{HeaderValue, header};
use axum::response::Response;

/// The headers of every hosted page. Forms may lead to `form_target` too, because browsers hold the redirect that
/// answers a form to the same rule.
pub(super) fn protect(response: &mut Response, form_target: Option<&str>) {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {}; base-uri 'none'; \
         frame-ancestors 'none'",
        form_target.unwrap_or_default()
    );
    let headers = response.headers_mut();
    // An origin has no characters that a header could not hold; without one the policy is only stricter.
    let policy = HeaderValue::from_str(&policy)
        .unwrap_or(HeaderValue::from_static("default-src 'none'; style-src 'self'; form-action 'self'"));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}
