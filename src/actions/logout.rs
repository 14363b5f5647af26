//! Signing out.

use leptos::prelude::*;

use crate::{
    auth::{Elsewhere, sign_out},
    model::AuthError,
    request,
};

/// Ends the session on the server and goes to the start page; who signed in at the identity provider first signs out
/// there too.
///
/// # Errors
/// [`AuthError::Unavailable`]: the user is still signed in.
#[server(endpoint = "logout")]
pub async fn logout() -> Result<(), AuthError> {
    let Some(session) = request::session() else { return Err(AuthError::Unavailable) };
    let elsewhere = sign_out(&session).await?;
    request::forget_site_data();
    let there = match (elsewhere, request::oidc()) {
        (Some(Elsewhere::Provider(issuer)), Some(oidc)) => oidc.end_session(&issuer).await,
        _ => None,
    };
    leptos_axum::redirect(there.as_ref().map_or("/", |url| url.as_str()));
    Ok(())
}
