//! Keeping a plan that was to end, or resuming one that is paused.

use leptos::prelude::*;

use crate::{
    model::{ContinueError, ReturnPath, account_path},
    request,
};

/// Makes the signed-in user's subscription (`sub_…`) go on, and shows the account page. A browser
/// that is not signed in is sent to the login page.
///
/// # Errors
/// Why it did not, or that nobody knows whether it did.
#[server(endpoint = "continue_plan")]
pub async fn continue_plan(#[server(default)] subscription: String) -> Result<(), ContinueError> {
    let accounts = request::accounts().ok_or(ContinueError::Unavailable)?;
    let user = request::visitor().await.map_err(|_| ContinueError::Unavailable)?;
    let Some(user) = user else {
        leptos_axum::redirect(&ReturnPath::default().login_url());
        return Err(ContinueError::SignedOut);
    };
    let refreshed = accounts.continue_plan(user, &subscription).await.map_err(|failure| {
        tracing::warn!(user.id = user.0, error = %failure, "the plan could not be made to go on");
        ContinueError::from(&failure)
    })?;
    leptos_axum::redirect(&account_path(refreshed));
    Ok(())
}
