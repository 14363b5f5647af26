//! Keeping a plan that was to end, or resuming one that is paused.

use leptos::prelude::*;

use crate::{
    model::{ContinueError, ReturnPath},
    request,
    server::billing::{ContinueFailure, continue_plan as make_it_go_on},
};

/// Makes the signed-in user's subscription (`sub_…`) go on, and shows the account page. A browser
/// that is not signed in is sent to the login page.
///
/// # Errors
/// Why it did not, or that nobody knows whether it did.
#[server(endpoint = "continue_plan")]
pub async fn continue_plan(#[server(default)] subscription: String) -> Result<(), ContinueError> {
    let state = request::state().ok_or(ContinueError::Unavailable)?;
    let user = request::visitor().await.map_err(|_| ContinueError::Unavailable)?;
    let Some(user) = user else {
        leptos_axum::redirect(&ReturnPath::default().login_url());
        return Err(ContinueError::SignedOut);
    };
    let shown = make_it_go_on(&state, user, &subscription).await.map_err(|failure| {
        tracing::warn!(user.id = user.0, error = %failure, "the plan could not be made to go on");
        tell(&failure)
    })?;
    leptos_axum::redirect(&shown.account_path());
    Ok(())
}

fn tell(failure: &ContinueFailure) -> ContinueError {
    match failure {
        ContinueFailure::NothingToDo => ContinueError::NothingToDo,
        ContinueFailure::TooMany(_) => ContinueError::TooMany,
        ContinueFailure::StillPaused => ContinueError::PaymentFailed,
        ContinueFailure::Stripe(error) if error.kind.is_transient() => ContinueError::Unavailable,
        ContinueFailure::Stripe(_) => ContinueError::Refused,
        ContinueFailure::Database(_) => ContinueError::Unavailable,
    }
}
