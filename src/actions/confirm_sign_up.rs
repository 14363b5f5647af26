//! Making the account of somebody who signed up, by a mailed link.

use leptos::prelude::*;

use crate::{
    auth::by_mail::confirm_sign_up as confirm,
    model::{AuthError, ReturnPath},
    request,
};

/// Makes the account, signs in, and redirects to the page that the visitor wanted when they signed up.
///
/// # Errors
/// What to show beside the form.
#[server(endpoint = "confirm_sign_up")]
pub async fn confirm_sign_up(
    #[server(default)] token: String,
    #[server(default)] password: String,
) -> Result<(), AuthError> {
    let (sign_ins, session) = request::sign_ins().zip(request::session()).ok_or(AuthError::Unavailable)?;
    let link = token.parse().map_err(|_| AuthError::LinkClosed)?;
    let asked = request::asking_browser();
    let confirmed = confirm(&sign_ins, &session, request::client(), &link, asked.as_ref(), &password);
    let (browser, next) = confirmed.await?;
    request::remember_browser(&browser);
    request::go(&next.unwrap_or_default().parse::<ReturnPath>().unwrap_or_default());
    Ok(())
}
