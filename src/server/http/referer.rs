//! Makes sure that a refused form finds its way back to its page.
//!
//! Without JavaScript, Leptos sends the browser back to where the `Referer` says, with the error in
//! the query. Some browsers and proxies strip that header, and then the error would be lost.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, header::REFERER},
    middleware::Next,
    response::Response,
};
use leptos::server_fn::error::ServerFnUrlError;

use crate::{model::AuthError, server::state::AppState};

/// Gives a form post the page it came from: what the browser says, without the error of an earlier
/// try; or the page the form is on.
pub async fn form_page(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if request.method() == Method::POST
        && let Some(page) = page_of(request.uri().path())
    {
        let known = request.headers().get(REFERER).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut referer = known.unwrap_or_else(|| state.settings.app_url.join(page));
        // The type of error does not matter for taking it out.
        ServerFnUrlError::<AuthError>::strip_error_info(&mut referer);
        if let Ok(referer) = HeaderValue::from_str(&referer) {
            request.headers_mut().insert(REFERER, referer);
        }
    }
    next.run(request).await
}

fn page_of(action: &str) -> Option<&'static str> {
    match action {
        "/api/login" => Some("/login"),
        "/api/signup" => Some("/signup"),
        "/api/change_password" => Some("/account/password"),
        "/api/checkout" => Some("/pricing"),
        "/api/logout" | "/api/create_portal_session" | "/api/continue_plan" => Some("/account"),
        _ => None,
    }
}
