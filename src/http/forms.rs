//! The targets of our forms, and how an error gets back to the form's page.
//!
//! Without JavaScript, Leptos redirects the browser to its `Referer`, with the error in the query.
//! A script gets the error itself, to which Leptos always gives the status 500.

use std::sync::Arc;

use axum::{
    body::{Bytes, to_bytes},
    extract::{Request, State},
    http::{
        HeaderValue,
        header::{REFERER, RETRY_AFTER},
    },
    middleware::Next,
    response::Response,
};
use leptos::server_fn::{
    ServerFn,
    error::{SERVER_FN_ERROR_HEADER, ServerFnUrlError},
};
use url::Url;

use crate::{
    actions::{
        AcceptInvitation, ChangeEmail, ChangeMember, ChangePassword, Checkout, ChooseAccount, ConfirmEmail,
        ConfirmLink, ConfirmSignUp, ContinuePlan, CreatePortalSession, DeleteAccount, EndSession, EnterCode, Invite,
        Login, Logout, RequestLink, RequestReset, ResetPassword, Signup, WithdrawInvitation,
    },
    http::api_error::{api_error, is_script},
    model::{AuthError, CHOOSE_ACCOUNT, DELETE_ACCOUNT, MEMBERS, PublicError, SECURITY},
    state::Settings,
    text::{Reader, Told},
};

/// Every server function, with the page that its form is on.
static FORMS: [Form; 22] = [
    form::<Login>("/login"),
    form::<Signup>("/signup"),
    form::<ChangePassword>("/account/password"),
    form::<Logout>("/account"),
    form::<Checkout>("/pricing"),
    form::<CreatePortalSession>("/account"),
    form::<ContinuePlan>("/account"),
    form::<ChooseAccount>(CHOOSE_ACCOUNT),
    form::<ChangeMember>(MEMBERS),
    form::<Invite>(MEMBERS),
    form::<WithdrawInvitation>(MEMBERS),
    form::<AcceptInvitation>(MEMBERS),
    form::<RequestReset>("/reset"),
    form::<ResetPassword>("/reset"),
    form::<ConfirmSignUp>("/signup"),
    form::<RequestLink>("/login"),
    form::<EnterCode>("/login/code"),
    form::<ConfirmLink>("/login"),
    form::<ChangeEmail>(SECURITY),
    form::<ConfirmEmail>(SECURITY),
    form::<EndSession>(SECURITY),
    form::<DeleteAccount>(DELETE_ACCOUNT),
];

/// The maximum size of an encoded error, in bytes.
const LARGEST_ERROR: usize = 4096;

struct Form {
    path: &'static str,
    page: &'static str,
    /// Decodes the server function's error and encodes it for a script.
    read: fn(Bytes, &Reader) -> Response,
}

const fn form<F: ServerFn<Error: PublicError + Told>>(page: &'static str) -> Form {
    Form { path: F::PATH, page, read: read::<F::Error> }
}

fn read<E: PublicError + Told>(error: Bytes, reader: &Reader) -> Response {
    let error = E::de(error);
    let mut response = api_error(error.status(), &error.told(reader));
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Makes sure that a browser is redirected only to a page of this site, and gives scripts the error
/// with its status.
pub async fn forms(State(settings): State<Arc<Settings>>, mut request: Request, next: Next) -> Response {
    let Some(form) = FORMS.iter().find(|form| form.path == request.uri().path()) else {
        return next.run(request).await;
    };
    let script = is_script(&request);
    let reader = request.extensions().get::<Reader>().cloned().unwrap_or_default();
    let page = page(&request, form, &settings);
    if let Ok(page) = HeaderValue::from_str(&page) {
        request.headers_mut().insert(REFERER, page);
    }
    let response = next.run(request).await;
    if script && response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        let error = to_bytes(response.into_body(), LARGEST_ERROR).await.unwrap_or_default();
        return (form.read)(error, &reader);
    }
    response
}

/// The page that a form was posted from, without the error of an earlier attempt: the `Referer` if
/// that is a page of ours, otherwise the form's usual page. Some browsers and proxies remove the
/// `Referer`, and a foreign one would lead to another site.
fn page(request: &Request, form: &Form, settings: &Settings) -> String {
    let referer = request.headers().get(REFERER).and_then(|value| Url::parse(value.to_str().ok()?).ok());
    match referer {
        Some(page) if settings.origins.contain_page(&page) => {
            let mut page = String::from(page);
            // Any error type works for removing the error.
            ServerFnUrlError::<AuthError>::strip_error_info(&mut page);
            page
        }
        _ => settings.app_url.join(form.page),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_server_function_has_its_form() {
        let all: BTreeSet<_> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
        let known: BTreeSet<_> = FORMS.iter().map(|form| form.path).collect();
        assert_eq!(known, all);
    }
}
