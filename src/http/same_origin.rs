//! Refuses what another site makes a browser send (OWASP ASVS 5, 3.5.1).
//!
//! Written here because the layer of tower-http compares `Origin` with `Host`, which somebody who
//! controls a name can choose both of; here it is compared with what the site was told about itself.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header::ORIGIN},
    middleware::Next,
    response::Response,
};

use crate::{audit, config::Origins, http::error_page, state::Settings};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// `403` for what could change something and does not come from a page of this site. Browsers say
/// where it comes from; what says nothing is no browser, such as Stripe or a script, and carries
/// nobody's cookies against their will.
pub async fn same_origin(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
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
