//! The company's face: the style sheet of its color, its logo and its font. They are made or read at
//! start-up and kept in memory.

use axum::{
    Router,
    http::{HeaderValue, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    config::Asset,
    state::{AppState, Settings},
};

/// The policy of a drawing that somebody opens by itself. Its own styles and the images inside it are
/// shown; no script runs, and nothing is loaded or sent.
const DRAWING: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; \
                       form-action 'none'; frame-ancestors 'none'; sandbox";

/// A route for each file that the configuration names; without one the answer is the "not found" page.
pub fn brand(settings: &Settings) -> Router<AppState> {
    settings.brand.assets().fold(Router::new(), |router, asset| {
        let asset = asset.clone();
        router.route(asset.path(), get(async move |address: Uri| file(&asset, &address)))
    })
}

fn file(asset: &Asset, address: &Uri) -> Response {
    // With its hash in the address a file never changes. During an update a page of one server can
    // ask another one for a file that only the first has.
    let is_this_one = address.query() == Some(asset.query());
    let lifetime = if is_this_one { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(header::CONTENT_TYPE, asset.content_type()), (header::CACHE_CONTROL, lifetime)];
    let mut response = (headers, asset.bytes()).into_response();
    if asset.content_type().starts_with("image/svg+xml") {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(DRAWING));
    }
    response
}
