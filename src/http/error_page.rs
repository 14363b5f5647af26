//! The page that is shown when no other page can be rendered: a sentence, a link, and the request
//! id for support. Never a stack trace, never an empty page.

use std::{any::Any, sync::Arc};

use axum::{
    body::HttpBody,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

use crate::{
    api::{Problem, is_api},
    http::api_error::{api_error, is_script},
    model::{Reference, SITE_NAME},
    say,
    state::Settings,
    text::Reader,
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
pub async fn error_pages(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let reader = request.extensions().get::<Reader>().cloned().unwrap_or_default();
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
        (true, false) => {
            let retry_after = response.headers().get(header::RETRY_AFTER).cloned();
            answer(status, page(status, &settings, &reader, reference), retry_after)
        }
        (true, true) => {
            let (title, text) = words(status, &reader);
            api_error(status, &format!("{title}. {text}"))
        }
    }
}

/// The title and the text of the page.
fn words(status: StatusCode, reader: &Reader) -> (String, String) {
    match status {
        StatusCode::BAD_REQUEST => (say!(reader, "error-unreadable"), say!(reader, "error-unreadable-text")),
        StatusCode::FORBIDDEN => (say!(reader, "error-cross-site"), say!(reader, "error-cross-site-text")),
        StatusCode::NOT_FOUND => (say!(reader, "not-found"), say!(reader, "not-found-text")),
        StatusCode::GONE => (say!(reader, "error-gone"), say!(reader, "error-gone-text")),
        StatusCode::TOO_MANY_REQUESTS => (say!(reader, "error-too-many"), say!(reader, "error-too-many-text")),
        StatusCode::SERVICE_UNAVAILABLE => (say!(reader, "error-unavailable"), say!(reader, "error-unavailable-text")),
        StatusCode::GATEWAY_TIMEOUT => (say!(reader, "error-late"), say!(reader, "error-late-text")),
        _ => (say!(reader, "error-other"), say!(reader, "error-other-text")),
    }
}

fn page(status: StatusCode, settings: &Settings, reader: &Reader, reference: Option<Reference>) -> Html<String> {
    let (title, text) = words(status, reader);
    let reference = reference.filter(|_| status.is_server_error());
    let reference = reference.map(|id| format!("<p>{}</p>", say!(reader, "reference", reference = id.to_string())));
    let (lang, dir) = (reader.lang(), reader.dir());
    let (reference, sheet) = (reference.unwrap_or_default(), &settings.stylesheet);
    let home = say!(reader, "to-start-page");
    let site = settings.brand.name.as_ref().map_or(SITE_NAME, |name| name.as_str());
    let site = html_escape::encode_text(site);
    let own = settings.brand.stylesheet.as_ref();
    let own = own.map(|sheet| format!("<link rel=\"stylesheet\" href=\"{}\">", sheet.href())).unwrap_or_default();
    Html(format!(
        "<!DOCTYPE html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {site}</title>\
         <link rel=\"stylesheet\" href=\"{sheet}\">{own}</head><body><header class=\"site-header\">\
         <a class=\"brand\" href=\"/\">{site}</a></header><main class=\"page\"><h1>{title}</h1>\
         <p>{text}</p>{reference}<p><a href=\"/\">{home}</a></p></main></body></html>"
    ))
}

fn answer(status: StatusCode, page: Html<String>, retry_after: Option<HeaderValue>) -> Response {
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], page).into_response();
    response.headers_mut().extend(retry_after.map(|pause| (header::RETRY_AFTER, pause)));
    response
}
