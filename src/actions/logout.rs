//! Signing out.

use leptos::prelude::*;

use crate::{auth::sign_out, model::AuthError, request};

/// Ends the session on the server and goes to the start page.
///
/// # Errors
/// [`AuthError::Unavailable`]: the user is still signed in.
#[server(endpoint = "logout")]
pub async fn logout() -> Result<(), AuthError> {
    let Some(session) = request::session() else { return Err(AuthError::Unavailable) };
    sign_out(&session).await?;
    request::forget_site_data();
    leptos_axum::redirect("/");
    Ok(())
}
