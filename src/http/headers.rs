//! Security headers.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{
        HeaderName, HeaderValue,
        header::{
            CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
            X_FRAME_OPTIONS,
        },
    },
    middleware::Next,
    response::Response,
};

use crate::{oidc::CALLBACK, state::Settings, token::masked};

/// The policy of answers that are not pages. `default-src` does not cover `base-uri` and
/// `form-action`.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Adds them to every answer; pages set their own policy.
pub async fn security_headers(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    // The address of a link is a secret, and so is the query with which the identity provider leads back.
    let path = request.uri().path();
    let referrer = if masked(path).is_some() || path == CALLBACK { "no-referrer" } else { "same-origin" };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // Not always `no-referrer`: the error of a form is shown on the page named by the `Referer`.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static(referrer));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    if settings.app_url.is_https() {
        let subdomains = settings.hsts_include_subdomains;
        let policy = if subdomains { "max-age=63072000; includeSubDomains" } else { "max-age=63072000" };
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(policy));
    }
    response
}

/// A page's policy. `form-action` also covers redirects of forms, so it contains Stripe's hosted
/// pages, and the identity provider's origin, at which people sign out.
pub fn content_security_policy(
    settings: &Settings,
    nonce: &str,
    reload_socket: Option<&str>,
    provider: Option<&str>,
) -> String {
    let hosted: Vec<_> = settings.hosted_pages.iter().map(String::as_str).chain(provider).collect();
    let hosted = hosted.join(" ");
    let socket = reload_socket.unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src 'self' {socket}; form-action 'self' {hosted}; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}
