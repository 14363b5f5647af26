//! What all hosted pages share: the frame around them, their style, and the headers they go out with.

pub(crate) mod card_form;
mod layout;

pub(crate) use layout::{Page, date, plain_date};

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{Markup, html};

const STYLE: &str = include_str!("style.css");
const STYLE_PATH: &str = "/assets/hosted.css";

pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(STYLE_PATH, get(style))
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
        .route("/", get(front))
        .fallback(not_found)
}

async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, STYLE).into_response()
}

async fn front() -> Response {
    let body = html! {
        p { "This is a stand-in for Stripe, for development and tests. Its API is under " code { "/v1" } ", its own controls under " code { "/_sim" } "." }
    };
    Page::new("Stripe simulator").respond(body)
}

async fn not_found() -> Response {
    problem(
        StatusCode::NOT_FOUND,
        "There is nothing here",
        html! { p { "Go back to where you came from and try again." } },
    )
}

/// A page that says what is wrong and what to do.
pub(crate) fn problem(status: StatusCode, title: &str, body: Markup) -> Response {
    let mut response = Page::new(title).respond(body);
    *response.status_mut() = status;
    response
}

/// The headers of every hosted page. Forms may lead to `form_target` too, because browsers hold the redirect that
/// answers a form to the same rule.
fn protect(response: &mut Response, form_target: Option<&str>) {
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
