//! Signing in with a mailed code.

use leptos::prelude::*;

use crate::{
    auth::by_mail::enter_by_code,
    model::{AuthError, ReturnPath},
    request,
};

/// Signs in, and redirects to the page that the visitor wanted.
///
/// # Errors
/// What to show beside the form.
#[server(endpoint = "enter_code")]
pub async fn enter_code(#[server(default)] code: String) -> Result<(), AuthError> {
    let (sign_ins, session) = request::sign_ins().zip(request::session()).ok_or(AuthError::Unavailable)?;
    let writer = request::mail_writer().ok_or(AuthError::Unavailable)?;
    let next =
        enter_by_code(&sign_ins, &session, request::client(), request::asking_browser().as_ref(), &code, &writer)
            .await?;
    request::go(&next.unwrap_or_default().parse::<ReturnPath>().unwrap_or_default());
    Ok(())
}
