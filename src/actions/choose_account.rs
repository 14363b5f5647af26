//! Choosing one of several accounts.

use leptos::prelude::*;

use crate::{
    account::is_member,
    audit::{self, Event},
    auth,
    model::{AccountError, AccountId, ReturnPath},
    request,
};

/// Lets the signed-in user act for this account (`acct_…`) from now on, and shows its page. It is kept in the session.
///
/// # Errors
/// Why it was not chosen.
#[server(endpoint = "choose_account")]
pub async fn choose_account(#[server(default)] account: String) -> Result<(), AccountError> {
    let Some((db, session)) = request::database().zip(request::session()) else {
        return Err(AccountError::Unavailable);
    };
    let Some(user) = request::user() else {
        leptos_axum::redirect(&ReturnPath::default().login_url());
        return Err(AccountError::SignedOut);
    };
    let account: AccountId = account.parse().map_err(|_| AccountError::NotYours)?;
    let is_own = is_member(&db, &account, user).await.map_err(|error| {
        tracing::error!(error = %error, "the user's accounts could not be read");
        AccountError::Unavailable
    })?;
    if !is_own {
        return Err(AccountError::NotYours);
    }
    auth::choose_account(&session, &account).await.map_err(|_| AccountError::Unavailable)?;
    audit::record(Event::AccountChosen, Some(user));
    request::go(&ReturnPath::default());
    Ok(())
}
