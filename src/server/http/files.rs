//! The built site's files, and the answer to whatever is nowhere.

use std::{convert::Infallible, io::ErrorKind};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
};
use leptos::prelude::provide_context;
use leptos_axum::ErrorHandler;
use tower::{Service, service_fn};
use tower_http::services::ServeDir;

use super::{api_error, error_page, is_script};
use crate::{app::shell, server::state::AppState};

/// The built site; what is not there is the "not found" page, or JSON for scripts.
pub fn files(state: &AppState) -> Router {
    let not_found = ErrorHandler::new_with_context(
        {
            let state = state.clone();
            move || provide_context(state.clone())
        },
        {
            let state = state.clone();
            move |_| shell(&state)
        },
        state.leptos.clone(),
    );
    let site = ServeDir::new(&*state.leptos.site_root)
        .append_index_html_on_directories(false)
        .redirect_to_trailing_slash(false)
        .precompressed_br()
        .precompressed_gzip()
        .fallback(not_found.clone());
    let service = service_fn(move |request: Request| {
        let (mut site, mut not_found) = (site.clone(), not_found.clone());
        async move {
            let (parts, body) = request.into_parts();
            let again = Request::from_parts(parts.clone(), Body::empty());
            match site.try_call(Request::from_parts(parts, body)).await {
                Ok(response) => Ok::<_, Infallible>(response.map(Body::new)),
                // No file can have that name: the system takes no more than 255 bytes.
                Err(error) if error.kind() == ErrorKind::InvalidFilename => not_found.call(again).await,
                Err(error) => {
                    tracing::error!(error = %error, "a file of the site could not be read");
                    Ok(error_page(StatusCode::INTERNAL_SERVER_ERROR))
                }
            }
        }
    });
    // With the content's hash in its name a file never changes; without, the browser asks each time.
    let lifetime = if state.leptos.hash_files { "public, max-age=31536000, immutable" } else { "no-cache" };
    let package = format!("/{}/", state.leptos.site_pkg_dir);
    Router::new().fallback_service(service).layer(middleware::from_fn(move |request: Request, next: Next| {
        let packaged = request.uri().path().starts_with(&package);
        let script = is_script(&request);
        async move {
            if script {
                return api_error(StatusCode::NOT_FOUND, "There is nothing at this address");
            }
            let mut response = next.run(request).await;
            say_charset(response.headers_mut());
            let lifetime = match response.status() {
                StatusCode::OK | StatusCode::NOT_MODIFIED if packaged => lifetime,
                // The page says who is signed in, and what is missing now may be there tomorrow.
                StatusCode::NOT_FOUND => "no-store",
                _ => return response,
            };
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(lifetime));
            response
        }
    }))
}

/// Everything of the site that is text is UTF-8, which a file's ending does not say (OWASP ASVS 5, 4.1.1).
fn say_charset(headers: &mut HeaderMap) {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_text = kind.starts_with("text/") || kind.ends_with("+xml");
    if is_text
        && !kind.contains("charset")
        && let Ok(kind) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, kind);
    }
}
