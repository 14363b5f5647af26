//! Redirects visitors who are not signed in before a page is rendered: a redirect from inside a
//! page had the whole page as its body.

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{auth::CurrentUser, http::error_page, model::ReturnPath};

/// `/account` needs a signed-in user; `/login` and `/signup` redirect one.
pub async fn guard_pages(user: Result<CurrentUser, StatusCode>, mut request: Request, next: Next) -> Response {
    let user = match user {
        Ok(CurrentUser(user)) => user,
        Err(status) => return error_page(status),
    };
    request.extensions_mut().insert(CurrentUser(user));
    let path = request.uri().path();
    let private = path == "/account" || path.starts_with("/account/");
    if private && user.is_none() {
        let target = request.uri().path_and_query().map_or(path, |target| target.as_str());
        let back: ReturnPath = target.parse().unwrap_or_default();
        return found(&back.login_url());
    }
    if matches!(path, "/login" | "/signup") && user.is_some() {
        return found(ReturnPath::default().as_str());
    }
    let mut response = next.run(request).await;
    // Every page says who is signed in.
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Tells the page that nothing is there who asks, as far as that can be found out.
pub async fn know_visitor(user: Result<CurrentUser, StatusCode>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(user.unwrap_or(CurrentUser(None)));
    next.run(request).await
}

/// A redirect that is not cached.
pub fn found(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => {
            let no_store = HeaderValue::from_static("no-store");
            (StatusCode::FOUND, [(header::LOCATION, location), (header::CACHE_CONTROL, no_store)]).into_response()
        }
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
