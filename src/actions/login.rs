//! Signing in.

use leptos::prelude::*;

use crate::{
    model::{AuthError, ReturnPath},
    request,
    server::auth::sign_in,
};

/// Signs in and goes to where the visitor was going.
///
/// # Errors
/// What to show beside the form.
#[server(endpoint = "login")]
pub async fn login(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: Option<String>,
) -> Result<(), AuthError> {
    let (Some(state), Some(session)) = (request::state(), request::session()) else {
        return Err(AuthError::Unavailable);
    };
    let browser = sign_in(&state, &session, request::client(), &email, &password)
        .await
        .inspect_err(|_| request::keep_typed_email(&email))?;
    request::remember_browser(&browser);
    request::go(&next.unwrap_or_default().parse::<ReturnPath>().unwrap_or_default());
    Ok(())
}
