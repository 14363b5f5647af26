//! What server functions need of the request, and the few things they say in the answer.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use cookie::{Cookie, SameSite, time::Duration};
use http::{HeaderValue, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use tower_sessions::Session;

use crate::{model::ReturnPath, server::state::AppState};

/// The state, if this runs inside a request (it always does; the type does not know).
pub(super) fn state() -> Option<AppState> {
    use_context::<AppState>()
}

pub(super) fn parts() -> Option<Parts> {
    use_context::<Parts>()
}

pub(super) fn session() -> Option<Session> {
    parts()?.extensions.get::<Session>().cloned()
}

/// Where the request came from: the peer, which behind a proxy is the proxy.
pub(super) fn address() -> Option<IpAddr> {
    parts()?.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip())
}

/// Sends the browser to a path of ours. The only other redirect is to the portal.
pub(super) fn go(path: &ReturnPath) {
    leptos_axum::redirect(path.as_str());
}

/// The cookie that carries what was typed from a refused form to the page that shows it again. A
/// cookie, because the URL is seen by more eyes than ours.
const TYPED: &str = "typed_email";

/// Keeps the typed address for the page that is shown next.
pub(super) fn keep_typed_email(email: &str) {
    let secure = state().is_some_and(|state| state.settings.app_url.is_https());
    let cookie = Cookie::build((TYPED, email.chars().take(254).collect::<String>()))
        .path("/")
        .max_age(Duration::minutes(1))
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .build();
    let response = use_context::<ResponseOptions>();
    if let (Some(response), Ok(value)) = (response, HeaderValue::from_str(&cookie.encoded().to_string())) {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// What was typed into the form that was just refused.
pub fn typed_email() -> Option<String> {
    let parts = parts()?;
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|text| Cookie::split_parse_encoded(text.to_owned()))
        .flatten()
        .find_map(|cookie| (cookie.name() == TYPED).then(|| cookie.value().to_owned()))
}
