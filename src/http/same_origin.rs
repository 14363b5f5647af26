//! Refuses requests that another site makes a browser send (OWASP ASVS 5, 3.5.1).
//!
//! Not tower-http's layer, which compares `Origin` with `Host`: somebody who controls a host name
//! can choose both. Here `Origin` is compared with the site's configured origin.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header::ORIGIN},
    middleware::Next,
    response::Response,
};

use crate::{api::is_api, audit, config::Origins, http::error_page, state::Settings};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Answers `403` to a request that can change something and comes from another site's page.
/// Browsers send the origin. A request without one is not from a browser but from Stripe or a
/// script, and is not sent with somebody else's cookies.
pub async fn same_origin(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    // Nobody is known there by a cookie.
    let is_api = is_api(request.uri().path());
    let reads = is_api || matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_from_here(request.headers(), &settings.origins) {
        next.run(request).await
    } else {
        audit::record(audit::Event::CrossSiteRefused, None);
        error_page(StatusCode::FORBIDDEN)
    }
}

fn is_from_here(headers: &HeaderMap, origins: &Origins) -> bool {
    let all = |name: HeaderName, fits: &dyn Fn(&str) -> bool| {
        headers.get_all(name).iter().map(HeaderValue::to_str).all(|value| value.is_ok_and(fits))
    };
    all(SEC_FETCH_SITE, &|site| matches!(site, "same-origin" | "none"))
        && all(ORIGIN, &|origin| origins.contains(origin))
}
