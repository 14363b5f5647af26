//! Creating an account.

use leptos::prelude::*;

use crate::{
    auth::sign_up,
    model::{AuthError, ReturnPath},
    request,
};

/// Creates an account, signs in and redirects to the page that the visitor wanted.
///
/// # Errors
/// What to show beside the form.
#[server(endpoint = "signup")]
pub async fn signup(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: Option<String>,
) -> Result<(), AuthError> {
    let (Some(sign_ins), Some(session)) = (request::sign_ins(), request::session()) else {
        return Err(AuthError::Unavailable);
    };
    let browser = sign_up(&sign_ins, &session, request::client(), &email, &password)
        .await
        .inspect_err(|_| request::keep_typed_email(&email))?;
    request::remember_browser(&browser);
    request::go(&next.unwrap_or_default().parse::<ReturnPath>().unwrap_or_default());
    Ok(())
}
