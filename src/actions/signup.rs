//! Creating an account.

use leptos::prelude::*;

use crate::{
    auth::{SignedUp, sign_up},
    model::{AuthError, ReturnPath},
    request,
};

/// Creates an account, signs in and redirects to the page that the visitor wanted; where mail reaches people, says that
/// a mail leads on.
///
/// # Errors
/// What to show beside the form.
#[server(endpoint = "signup")]
pub async fn signup(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: Option<String>,
) -> Result<(), AuthError> {
    let (sign_ins, session) = request::sign_ins().zip(request::session()).ok_or(AuthError::Unavailable)?;
    let writer = request::mail_writer().ok_or(AuthError::Unavailable)?;
    let browser = if sign_ins.outbox.delivery.reaches_people() { request::asks_by_mail() } else { None };
    let next = next.unwrap_or_default().parse::<ReturnPath>().unwrap_or_default();
    let asked = (browser.as_ref(), next.as_str());
    let signed_up = sign_up(&sign_ins, &session, request::client(), (&email, &password), asked, &writer);
    match signed_up.await.inspect_err(|_| request::keep_typed_email(&email))? {
        SignedUp::SignedIn(browser) => {
            request::remember_browser(&browser);
            request::go(&next);
        }
        SignedUp::Mailed => leptos_axum::redirect("/signup?mailed"),
    }
    Ok(())
}
