//! Signing in with a mailed link, in another browser than the one that asked.

use leptos::prelude::*;

use crate::{
    auth::by_mail::enter_by_link,
    model::{AuthError, ReturnPath},
    request,
};

/// Signs in, and redirects to the page that the visitor wanted.
///
/// # Errors
/// What to show on the page.
#[server(endpoint = "confirm_link")]
pub async fn confirm_link(#[server(default)] token: String) -> Result<(), AuthError> {
    let (sign_ins, session) = request::sign_ins().zip(request::session()).ok_or(AuthError::Unavailable)?;
    let writer = request::mail_writer().ok_or(AuthError::Unavailable)?;
    let link = token.parse().map_err(|_| AuthError::LinkClosed)?;
    let next = enter_by_link(&sign_ins, &session, request::client(), &link, &writer).await?;
    request::go(&next.unwrap_or_default().parse::<ReturnPath>().unwrap_or_default());
    Ok(())
}
