//! Signing out in another browser.

use leptos::prelude::*;

use crate::{
    auth::{Ending, end_own_sessions},
    model::{AuthError, ReturnPath, SECURITY},
    request,
};

/// Ends the signed-in user's session that is named by its stored hash, or with `others` all but this one, and confirms
/// it on the page.
///
/// # Errors
/// Why none has ended.
#[server(endpoint = "end_session")]
pub async fn end_session(#[server(default)] session: String) -> Result<(), AuthError> {
    let Some((db, own)) = request::database().zip(request::session()) else { return Err(AuthError::Unavailable) };
    let Some(user) = request::user() else {
        leptos_axum::redirect(&SECURITY.parse::<ReturnPath>().unwrap_or_default().login_url());
        return Err(AuthError::SignedOut);
    };
    let ending: Ending = session.parse().map_err(|_| AuthError::Incomplete)?;
    end_own_sessions(&db, user, &own, &ending).await.map_err(|error| {
        tracing::error!(error = %error, "a session could not be ended");
        AuthError::Unavailable
    })?;
    let done = if ending == Ending::Others { "others" } else { "one" };
    leptos_axum::redirect(&format!("{SECURITY}?ended={done}"));
    Ok(())
}
