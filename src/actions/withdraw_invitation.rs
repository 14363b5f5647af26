//! Taking an invitation back.

use leptos::prelude::*;

use crate::{
    account::withdraw,
    audit::{self, Event},
    model::{AccountError, MEMBERS},
    request,
};

/// Takes an invitation of this account back, and shows the members.
///
/// # Errors
/// Why it still stands.
#[server(endpoint = "withdraw_invitation")]
pub async fn withdraw_invitation(#[server(default)] invitation: String) -> Result<(), AccountError> {
    let db = request::database().ok_or(AccountError::Unavailable)?;
    let member = request::member_or_redirect(&MEMBERS.parse().unwrap_or_default())?;
    if !member.role.may_manage_members() {
        audit::record(Event::RoleRefused, Some(member.user));
        return Err(AccountError::NotAllowed);
    }
    let withdrawn = withdraw(&db, &member.account, &invitation).await.map_err(|error| {
        tracing::error!(error = %error, "an invitation could not be taken back");
        AccountError::Unavailable
    })?;
    if withdrawn {
        audit::record(Event::InvitationWithdrawn, Some(member.user));
    }
    leptos_axum::redirect(MEMBERS);
    Ok(())
}
