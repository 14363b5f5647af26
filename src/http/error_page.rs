//! The page that is shown when no other page can be rendered: a sentence, a link, and the request
//! id for support. Never a stack trace, never an empty page.

use std::any::Any;

use axum::{
    body::HttpBody,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

use crate::{
    api::{Problem, is_api},
    http::api_error::{api_error, is_script},
    model::Reference,
};

/// Marks an answer that [`error_pages`] replaces by a page.
#[derive(Clone, Copy)]
struct PageWanted;

/// An answer that [`error_pages`] makes a page of.
pub fn error_page(status: StatusCode) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(PageWanted);
    response
}

/// For a handler that panicked. The panic hook has logged its message.
pub fn panic_page(_: Box<dyn Any + Send + 'static>) -> Response {
    error_page(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Replaces marked answers, and errors with an empty body, by pages; for scripts by JSON.
pub async fn error_pages(request: Request, next: Next) -> Response {
    let (reference, script) = (Reference::of(request.headers()), is_script(&request));
    let is_api = is_api(request.uri().path());
    let response = next.run(request).await;
    let status = response.status();
    let wanted = response.extensions().get::<PageWanted>().is_some();
    let empty = status.is_server_error() && response.body().size_hint().exact() == Some(0);
    if is_api && (wanted || empty) {
        return Problem::of(status).into_response();
    }
    match (wanted || empty, script) {
        (false, _) => response,
        (true, false) => page(status, reference, response.headers().get(header::RETRY_AFTER).cloned()),
        (true, true) => api_error(status, words(status).1),
    }
}

/// The title and the text of the page.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::BAD_REQUEST => {
            ("That cannot be read", "The request was not one that this site understands. Nothing was changed.")
        }
        StatusCode::FORBIDDEN => (
            "That came from another page",
            "The request was not sent from this site, so it was refused. Nothing was changed.",
        ),
        StatusCode::NOT_FOUND => ("There is no such page", "The address may be mistyped, or the page has moved."),
        StatusCode::GONE => (
            "Not there any more",
            "Our payment provider has no such document for this invoice any more. The billing portal has all that \
             there are.",
        ),
        StatusCode::TOO_MANY_REQUESTS => {
            ("Too many clicks at once", "Nothing was changed. Wait a few seconds and try again.")
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            ("Not available right now", "We cannot answer at the moment. Nothing was changed. Try again in a minute.")
        }
        StatusCode::GATEWAY_TIMEOUT => {
            ("That took too long", "The answer did not come in time. Look at your account before you try again.")
        }
        _ => (
            "Something went wrong",
            "That did not work. Look at your account before you try again; if it happens again, write to support.",
        ),
    }
}

fn page(status: StatusCode, reference: Option<Reference>, retry_after: Option<HeaderValue>) -> Response {
    let (title, text) = words(status);
    let support = match reference {
        Some(id) if status.is_server_error() => format!("<p>For support: <code>{id}</code></p>"),
        _ => String::new(),
    };
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/error.css\"></head><body><main><h1>{title}</h1>\
         <p>{text}</p>{support}<p><a href=\"/\">Go to the start page</a></p></main></body></html>"
    );
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response();
    response.headers_mut().extend(retry_after.map(|pause| (header::RETRY_AFTER, pause)));
    response
}
