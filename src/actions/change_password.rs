//! Changing the password.

use leptos::prelude::*;

use crate::{
    auth::{Changed, change_password as replace},
    model::{AuthError, ReturnPath},
    request,
};

/// Changes the signed-in user's password, ends their other sessions, and confirms it on the page.
///
/// # Errors
/// What to show beside the form. The password is then unchanged.
#[server(endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] password: String,
) -> Result<(), AuthError> {
    let (Some(sign_ins), Some(session), Some(writer)) =
        (request::sign_ins(), request::session(), request::mail_writer())
    else {
        return Err(AuthError::Unavailable);
    };
    let page: ReturnPath = "/account/password".parse().unwrap_or_default();
    let Some(user) = request::user() else {
        leptos_axum::redirect(&page.login_url());
        return Err(AuthError::SignedOut);
    };
    let done = "/account/password?changed";
    match replace(&sign_ins, &session, request::client(), user, &current_password, &password, &writer).await? {
        Changed::SignedIn(browser) => {
            request::remember_browser(&browser);
            leptos_axum::redirect(done);
        }
        Changed::SignedOut => leptos_axum::redirect(&done.parse::<ReturnPath>().unwrap_or_default().login_url()),
    }
    Ok(())
}
