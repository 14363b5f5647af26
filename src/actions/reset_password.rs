//! A new password, by a mailed link.

use leptos::prelude::*;

use crate::{
    auth::by_mail::reset_password as reset,
    model::{AuthError, ReturnPath},
    request,
};

/// Gives the link's user this password, ends their sessions, and signs in.
///
/// # Errors
/// What to show beside the form. The password is then unchanged.
#[server(endpoint = "reset_password")]
pub async fn reset_password(
    #[server(default)] token: String,
    #[server(default)] password: String,
) -> Result<(), AuthError> {
    let (sign_ins, session) = request::sign_ins().zip(request::session()).ok_or(AuthError::Unavailable)?;
    let writer = request::mail_writer().ok_or(AuthError::Unavailable)?;
    let link = token.parse().map_err(|_| AuthError::LinkClosed)?;
    let browser = reset(&sign_ins, &session, request::client(), &link, &password, &writer).await?;
    request::remember_browser(&browser);
    request::go(&ReturnPath::default());
    Ok(())
}
