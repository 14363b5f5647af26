//! The files of the built site, and the answer for unknown addresses.

use std::{convert::Infallible, io::ErrorKind, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use http_body_util::BodyExt;
use leptos::config::LeptosOptions;
use leptos_axum::ErrorHandler;
use tokio::sync::Semaphore;
use tower::{Service, ServiceBuilder, service_fn};
use tower_http::services::ServeDir;

use crate::{
    app::shell,
    http::{
        api_error::{api_error, is_script},
        error_page,
        guard::know_visitor,
    },
    state::Settings,
};

/// A file of at most this size is read completely before it is sent, so that a slow client does not
/// keep it open. All files of a release are smaller, for browsers that accept Brotli.
const READ_AT_ONCE: u64 = 64 * 1024;

/// The maximum number of larger files sent at the same time. Each needs a file descriptor, in
/// addition to the connection's.
const LARGE_FILES: usize = 64;

/// The built site; what is not there is the "not found" page, or JSON for scripts. The page is made of what
/// `provide_parts` provides.
pub fn files(
    leptos: &LeptosOptions,
    settings: &Arc<Settings>,
    provide_parts: impl Fn() + Clone + Send + Sync + 'static,
) -> Router {
    let document = {
        let (leptos, settings) = (leptos.clone(), settings.clone());
        move |_| shell(leptos.clone(), &settings)
    };
    let not_found = ErrorHandler::new_with_context(provide_parts, document, leptos.clone());
    let not_found = ServiceBuilder::new().layer(middleware::from_fn(know_visitor)).service(not_found);
    let site = ServeDir::new(&*leptos.site_root)
        .append_index_html_on_directories(false)
        .redirect_to_trailing_slash(false)
        .precompressed_br()
        .precompressed_gzip()
        .fallback(not_found.clone());
    let large_files = Arc::new(Semaphore::new(LARGE_FILES));
    let service = service_fn(move |request: Request| {
        let (mut site, mut not_found, large_files) = (site.clone(), not_found.clone(), large_files.clone());
        async move {
            let (parts, body) = request.into_parts();
            let again = Request::from_parts(parts.clone(), Body::empty());
            match site.try_call(Request::from_parts(parts, body)).await {
                Ok(response) => Ok::<_, Infallible>(bounded(response.map(Body::new), &large_files).await),
                // No file can have such a name: the system allows 255 bytes, and none of them NUL.
                Err(error) if matches!(error.kind(), ErrorKind::InvalidFilename | ErrorKind::InvalidInput) => {
                    not_found.call(again).await
                }
                Err(error) => {
                    tracing::error!(error = %error, "a file of the site could not be read");
                    Ok(error_page(StatusCode::INTERNAL_SERVER_ERROR))
                }
            }
        }
    });
    // With the content's hash in its name a file never changes; without, the browser asks each time.
    let lifetime = if leptos.hash_files { "public, max-age=31536000, immutable" } else { "no-cache" };
    let package = format!("/{}/", leptos.site_pkg_dir);
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
                // The page shows who is signed in, and the address may exist later.
                StatusCode::NOT_FOUND => "no-store",
                _ => return response,
            };
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(lifetime));
            response
        }
    }))
}

/// Reads a small file at once; a larger one takes a permit until it is sent.
async fn bounded(response: Response, large_files: &Arc<Semaphore>) -> Response {
    let (parts, body) = response.into_parts();
    // The "not found" page is not a file and has no length.
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let Some(length) = length else { return Response::from_parts(parts, body) };
    if length <= READ_AT_ONCE {
        return match body.collect().await {
            Ok(read) => Response::from_parts(parts, Body::from(read.to_bytes())),
            Err(error) => {
                tracing::error!(error = %error, "a file of the site could not be read to its end");
                error_page(StatusCode::INTERNAL_SERVER_ERROR)
            }
        };
    }
    let Ok(place) = large_files.clone().try_acquire_owned() else {
        return error_page(StatusCode::SERVICE_UNAVAILABLE);
    };
    let held = move |frame| {
        let _place = &place;
        frame
    };
    Response::from_parts(parts, Body::new(body.map_frame(held)))
}

/// Adds the charset: all text files of the site are UTF-8 (OWASP ASVS 5, 4.1.1).
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
