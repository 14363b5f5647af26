//! Undoing a cancellation, or resuming a paused plan.

use billing::Refreshed;
use leptos::prelude::*;

use crate::{
    model::{CameFrom, ContinueError, ReturnPath, account_path},
    request,
};

/// Undoes the cancellation of the signed-in user's subscription (`sub_…`), or resumes it, and shows
/// the account page. Redirects to the login page if nobody is signed in.
///
/// # Errors
/// Why it failed, or that its outcome is unknown.
#[server(endpoint = "continue_plan")]
pub async fn continue_plan(#[server(default)] subscription: String) -> Result<(), ContinueError> {
    let accounts = request::accounts().ok_or(ContinueError::Unavailable)?;
    let member = request::member_or_redirect(&ReturnPath::default())?;
    let refreshed = accounts.continue_plan(&member, &subscription).await.map_err(|failure| {
        tracing::warn!(user.id = member.user.0, error = %failure, "the plan could not be kept or resumed");
        ContinueError::from(&failure)
    })?;
    let path = match refreshed {
        Refreshed::InStep => CameFrom::Here.account_path(),
        Refreshed::Late => account_path(refreshed),
    };
    leptos_axum::redirect(&path);
    Ok(())
}
