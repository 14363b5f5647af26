//! Changing the address, or proving the one that there is.

use leptos::prelude::*;

use crate::{
    auth::{by_mail::ask_address, has_just_signed_in, has_password},
    model::{AuthError, ReturnPath, SECURITY},
    request,
};

/// Mails a link to the address by which the signed-in user wants to be known, and says so.
///
/// # Errors
/// What to show beside the form.
#[server(endpoint = "change_email")]
pub async fn change_email(
    #[server(default)] email: String,
    #[server(default)] current_password: String,
) -> Result<(), AuthError> {
    let (sign_ins, writer) = request::sign_ins().zip(request::mail_writer()).ok_or(AuthError::Unavailable)?;
    let Some(user) = request::user() else {
        leptos_axum::redirect(&SECURITY.parse::<ReturnPath>().unwrap_or_default().login_url());
        return Err(AuthError::SignedOut);
    };
    let session = request::session().ok_or(AuthError::Unavailable)?;
    let has_password = request::has_passwords() && has_password(&session).await;
    if !has_password && !has_just_signed_in(&session).await {
        return Err(AuthError::SignInAgain);
    }
    let password = has_password.then_some(current_password.as_str());
    ask_address(&sign_ins, request::client(), user, &email, password, &writer)
        .await
        .inspect_err(|_| request::keep_typed_email(&email))?;
    leptos_axum::redirect(&format!("{SECURITY}?mailed"));
    Ok(())
}
