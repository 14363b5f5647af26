//! Asking for a new password.

use leptos::prelude::*;

use crate::{auth::by_mail::ask_reset, model::AuthError, request};

/// Mails a link that leads to a new password, and says so, whether there is an account or not.
///
/// # Errors
/// What to show beside the form.
#[server(endpoint = "request_reset")]
pub async fn request_reset(#[server(default)] email: String) -> Result<(), AuthError> {
    let (sign_ins, writer) = request::sign_ins().zip(request::mail_writer()).ok_or(AuthError::Unavailable)?;
    ask_reset(&sign_ins, request::client(), &email, &writer)
        .await
        .inspect_err(|_| request::keep_typed_email(&email))?;
    leptos_axum::redirect("/reset?mailed");
    Ok(())
}
