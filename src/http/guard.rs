//! Redirects visitors who are not signed in before a page is rendered: a redirect from inside a
//! page had the whole page as its body.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use leptos::server_fn::ServerFn;
use tower_sessions::Session;

use crate::{
    actions::{
        ChangeEmail, ChangePassword, ConfirmEmail, ConfirmLink, ConfirmSignUp, EnterCode, Invite, Login, RequestLink,
        RequestReset, ResetPassword, Signup,
    },
    auth::{CameFromProduct, Member, Visitor},
    config::SignInWays,
    http::error_page,
    model::{CHOOSE_ACCOUNT, DELETE_ACCOUNT, ReturnPath, SECURITY},
    state::Settings,
    token::MAILED,
};

/// The page on which users change their passwords.
const PASSWORD: &str = "/account/password";

/// The forms that need passwords.
const PASSWORD_FORMS: [&str; 6] =
    [Login::PATH, Signup::PATH, ChangePassword::PATH, ConfirmSignUp::PATH, RequestReset::PATH, ResetPassword::PATH];

/// The forms that need mailed links to sign in.
const LINK_FORMS: [&str; 3] = [RequestLink::PATH, EnterCode::PATH, ConfirmLink::PATH];

/// The forms that need mail.
const MAIL_FORMS: [&str; 6] =
    [ConfirmSignUp::PATH, RequestReset::PATH, ResetPassword::PATH, ChangeEmail::PATH, ConfirmEmail::PATH, Invite::PATH];

/// The answer if the site does not have what is asked for; `None` if it may have it.
fn not_offered(path: &str, settings: &Settings) -> Option<Response> {
    let SignInWays { password, link, .. } = settings.product.sign_in;
    let (mail, links) = (settings.has_mail, link && settings.has_mail);
    let lacks = |forms: &[&str], has: bool| !has && forms.contains(&path);
    let mailed = path.strip_prefix(MAILED).and_then(|rest| rest.split('/').next());
    match path {
        _ if mailed.is_some_and(|what| match what {
            "sign-in" => !links,
            "reset" | "sign-up" => !password || !mail,
            _ => !mail,
        }) =>
        {
            Some(error_page(StatusCode::NOT_FOUND))
        }
        "/signup" if !password => Some(found("/login")),
        "/reset" if !password || !mail => Some(found("/login")),
        "/login/code" if !links => Some(found("/login")),
        PASSWORD if !password => Some(found(ReturnPath::default().as_str())),
        _ if lacks(&PASSWORD_FORMS, password) || lacks(&LINK_FORMS, links) || lacks(&MAIL_FORMS, mail) => {
            Some(error_page(StatusCode::NOT_FOUND))
        }
        _ => None,
    }
}

/// `/account` needs a member of an account; `/login` and `/signup` redirect who is signed in.
pub async fn guard_pages(
    State(settings): State<Arc<Settings>>,
    visitor: Result<Visitor, StatusCode>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let visitor = match visitor {
        Ok(visitor) => visitor,
        Err(status) => return error_page(status),
    };
    let product = CameFromProduct::of(&session).await;
    request.extensions_mut().insert(visitor.clone());
    request.extensions_mut().insert(product);
    let path = request.uri().path();
    let private = path == "/account" || path.starts_with("/account/");
    let target = || {
        let target = request.uri().path_and_query().map_or(path, |target| target.as_str());
        target.parse::<ReturnPath>().unwrap_or_default()
    };
    if let Some(response) = not_offered(path, &settings) {
        return response;
    }
    match visitor {
        Visitor::SignedOut if private => return found(&target().login_url()),
        // The password and the sessions are the user's own, whatever the account.
        Visitor::User(_) if private && !matches!(path, CHOOSE_ACCOUNT | PASSWORD | SECURITY) => {
            return found(CHOOSE_ACCOUNT);
        }
        // Who was handed over has none to change.
        Visitor::Member(Member { has_password: false, .. }) if path == PASSWORD => {
            return found(ReturnPath::default().as_str());
        }
        Visitor::Member(Member { role, .. }) if path == DELETE_ACCOUNT && !role.may_delete_account() => {
            return found(SECURITY);
        }
        Visitor::User(_) | Visitor::Member(_) if matches!(path, "/login" | "/login/code" | "/signup") => {
            return found(ReturnPath::default().as_str());
        }
        _ => {}
    }
    let mut response = next.run(request).await;
    // Every page says who is signed in.
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Tells the page that nothing is there who asks, as far as that can be found out.
pub async fn know_visitor(
    visitor: Result<Visitor, StatusCode>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    if let Ok(visitor) = visitor {
        request.extensions_mut().insert(visitor);
        request.extensions_mut().insert(CameFromProduct::of(&session).await);
    }
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
