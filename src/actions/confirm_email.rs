//! Proving an address, by a mailed link.

use leptos::prelude::*;

use crate::{
    auth::by_mail::confirm_address,
    model::{AuthError, SECURITY},
    request,
};

/// Gives the signed-in user the link's address.
///
/// # Errors
/// What to show on the page. The address is then unchanged.
#[server(endpoint = "confirm_email")]
pub async fn confirm_email(#[server(default)] token: String) -> Result<(), AuthError> {
    let (sign_ins, writer) = request::sign_ins().zip(request::mail_writer()).ok_or(AuthError::Unavailable)?;
    let user = request::user().ok_or(AuthError::SignedOut)?;
    let link = token.parse().map_err(|_| AuthError::LinkClosed)?;
    confirm_address(&sign_ins, user, &link, &writer).await?;
    leptos_axum::redirect(&format!("{SECURITY}?confirmed"));
    Ok(())
}
