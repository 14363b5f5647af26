//! In which language a visitor reads: each request is told, and a link changes it.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{FromRequestParts, Path, Query, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::Deserialize;
use time::Duration;

use crate::{
    http::{error_page::error_page, guard::found},
    model::ReturnPath,
    request::TIME_ZONE,
    state::Settings,
    text::{Language, Reader},
};

/// The cookie with the chosen language.
const LANGUAGE: &str = "language";

/// Hands every request its [`Reader`].
pub async fn with_reader(State(settings): State<Arc<Settings>>, mut request: Request, next: Next) -> Response {
    let reader = reader_of(request.headers(), &settings);
    request.extensions_mut().insert(reader);
    next.run(request).await
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

fn reader_of(headers: &HeaderMap, settings: &Settings) -> Reader {
    let cookies = CookieJar::from_headers(headers);
    let cookie = |name| cookies.get(&settings.app_url.cookie_name(name)).map(Cookie::value);
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let chosen = cookie(LANGUAGE).and_then(|tag| offered(tag, settings));
    Reader::new(chosen, accepted, cookie(TIME_ZONE))
}

fn offered(tag: &str, settings: &Settings) -> Option<&'static Language> {
    Language::by_tag(tag).filter(|language| settings.demo || !language.is_for_demo)
}

#[derive(Deserialize)]
pub struct Back {
    next: Option<String>,
}

/// `GET /language/{tag}?next=…`: keeps the choice, and goes back to the page.
pub async fn choose_language(
    State(settings): State<Arc<Settings>>,
    Path(tag): Path<String>,
    Query(back): Query<Back>,
) -> Response {
    let Some(language) = offered(&tag, &settings) else { return error_page(StatusCode::NOT_FOUND) };
    let path = ReturnPath::of_page(back.next.as_deref().unwrap_or("/"));
    let cookie = Cookie::build((settings.app_url.cookie_name(LANGUAGE), language.tag.as_str()))
        .path("/")
        .max_age(Duration::days(365))
        .http_only(true)
        .secure(settings.app_url.is_https())
        .same_site(SameSite::Lax)
        .build();
    let mut response = found(path.as_str());
    match HeaderValue::from_str(&cookie.encoded().to_string()) {
        Ok(cookie) => {
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
