//! The pages that a session shows when it lets nobody in, or not without asking who it is.

use crate::pages::{self, Page};
use crate::state::PortalSession;
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

pub(super) fn unknown() -> Box<Response> {
    Box::new(pages::problem(
        StatusCode::NOT_FOUND,
        "Page not found",
        html! { p { "Go back to the site you came from, and open billing there." } },
    ))
}

pub(super) fn expired(session: &PortalSession) -> Box<Response> {
    let page = Page::new("This billing page has expired").return_url(session.return_url.as_deref());
    let mut response = page.respond(html! {
        p { "For your safety, billing pages expire. Nothing was changed." }
        p { "Go back to the site you came from, and open billing again." }
    });
    *response.status_mut() = StatusCode::GONE;
    Box::new(response)
}

/// The page that asks for the customer's e-mail address.
pub(super) fn ask(session: &PortalSession, wrong: Option<&str>) -> Box<Response> {
    let page = Page::new("Confirm it’s you").return_url(session.return_url.as_deref());
    let mut response = page.respond(html! {
        p { "This link has expired. Enter your email address to continue." }
        p class="hint" { "Stripe would send a code to that address. Here the address is enough." }
        @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
        form method="post" action=(format!("/p/session/{}/login", session.secret)) {
            label for="email" { "Email" }
            input id="email" name="email" type="email" autocomplete="email" required;
            div class="actions" { button class="primary" type="submit" { "Continue" } }
        }
    });
    *response.status_mut() = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::GONE };
    Box::new(response)
}
