//! Signing in.

use leptos::prelude::*;

use crate::{
    auth::sign_in,
    model::{AuthError, ReturnPath},
    request,
};

/// Signs in and redirects to the page that the visitor wanted.
///
/// # Errors
/// What to show beside the form.
#[server(endpoint = "login")]
pub async fn login(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: Option<String>,
) -> Result<(), AuthError> {
    let (sign_ins, session) = request::sign_ins().zip(request::session()).ok_or(AuthError::Unavailable)?;
    let writer = request::mail_writer().ok_or(AuthError::Unavailable)?;
    let browser = sign_in(&sign_ins, &session, request::client(), (&email, &password), &writer)
        .await
        .inspect_err(|_| request::keep_typed_email(&email))?;
    request::remember_browser(&browser);
    request::go(&next.unwrap_or_default().parse::<ReturnPath>().unwrap_or_default());
    Ok(())
}
