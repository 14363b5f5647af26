//! Deleting the account.

use leptos::prelude::*;

use crate::{
    audit::{self, Event},
    auth::{check_password, has_just_signed_in, sign_out},
    model::{AuthError, DELETE_ACCOUNT, DeletionError},
    request,
};

/// What the form's box sends when it is checked.
pub const CONFIRMED: &str = "yes";

/// Where everybody comes whose account is deleted: nobody is signed in there.
const GOODBYE: &str = "/?deleted";

/// Ends the account's plans at Stripe, deletes the account, and says goodbye. Takes a checked box, and the current
/// password of those who have one.
///
/// # Errors
/// What to show beside the form. The account is then still there; its plans may have ended.
#[server(endpoint = "delete_account")]
pub async fn delete_account(
    #[server(default)] confirmed: String,
    #[server(default)] current_password: String,
) -> Result<(), DeletionError> {
    let (Some(accounts), Some(sign_ins), Some(session)) =
        (request::accounts(), request::sign_ins(), request::session())
    else {
        return Err(DeletionError::Unavailable);
    };
    let member = request::member_or_redirect(&DELETE_ACCOUNT.parse().unwrap_or_default())?;
    if !member.role.may_delete_account() {
        audit::record(Event::RoleRefused, Some(member.user));
        return Err(DeletionError::NotAllowed);
    }
    if confirmed != CONFIRMED {
        return Err(DeletionError::NotConfirmed);
    }
    if request::needs_password(&member) {
        let failed = Event::AccountDeletionFailed;
        let checked = check_password(&sign_ins, request::client(), member.user, &current_password, failed).await;
        checked.map_err(DeletionError::Password)?;
    } else if !has_just_signed_in(&session).await {
        return Err(DeletionError::Password(AuthError::SignInAgain));
    }
    accounts.delete(&member).await.map_err(|error| {
        tracing::warn!(user.id = member.user.0, error = %error, "the account could not be deleted");
        DeletionError::from(&error)
    })?;
    if sign_out(&session).await.is_ok() {
        request::forget_site_data();
    }
    leptos_axum::redirect(GOODBYE);
    Ok(())
}
