//! What all hosted pages share: the frame around them, their style, and the headers they go out with.

pub(crate) mod card_form;
mod headers;
mod layout;
mod style;

pub(crate) use layout::{Page, date, plain_date, short_date};

use self::style::{STYLE_PATH, style};
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(STYLE_PATH, get(style))
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
        .route("/", get(front))
        .fallback(not_found)
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
