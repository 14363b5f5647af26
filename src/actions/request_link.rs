//! Asking for a link that signs in.

use leptos::prelude::*;

use crate::{
    auth::by_mail::{Asked, ask_link},
    model::{AuthError, ReturnPath},
    request,
};

/// Mails a link and a code, and leads to the page that takes the code, whether there is an account or not.
///
/// # Errors
/// What to show beside the form.
#[server(endpoint = "request_link")]
pub async fn request_link(
    #[server(default)] email: String,
    #[server(default)] next: Option<String>,
) -> Result<(), AuthError> {
    let (sign_ins, writer) = request::sign_ins().zip(request::mail_writer()).ok_or(AuthError::Unavailable)?;
    let browser = request::asks_by_mail().ok_or(AuthError::Unavailable)?;
    let next = next.unwrap_or_default().parse::<ReturnPath>().unwrap_or_default();
    let asked = Asked { email: &email, browser: &browser, next: next.as_str() };
    request::keep_typed_email(&email);
    ask_link(&sign_ins, request::client(), asked, &writer).await?;
    leptos_axum::redirect("/login/code?mailed");
    Ok(())
}
