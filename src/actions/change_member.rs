//! Changing the members of an account.

use leptos::prelude::*;

use crate::{
    account::{MemberChange, change_member as change},
    audit::{self, Event},
    auth::UserId,
    model::{AccountError, MEMBERS, Role},
    request,
};

/// The role with which the form says that the member is to be removed.
pub const REMOVE: &str = "none";

/// Gives a member of the account another role, or removes them, and shows the members.
///
/// # Errors
/// Why nothing was changed.
#[server(endpoint = "change_member")]
pub async fn change_member(
    #[server(default)] user: String,
    #[server(default)] role: String,
) -> Result<(), AccountError> {
    let db = request::database().ok_or(AccountError::Unavailable)?;
    let member = request::member_or_redirect(&MEMBERS.parse().unwrap_or_default())?;
    if !member.role.may_manage_members() {
        audit::record(Event::RoleRefused, Some(member.user));
        return Err(AccountError::NotAllowed);
    }
    let user = UserId(user.parse().map_err(|_| AccountError::NoMember)?);
    let role: Option<Role> = match role.as_str() {
        REMOVE => None,
        role => Some(role.parse().map_err(|_| AccountError::UnknownRole)?),
    };
    let changed = db.write_tx(async |transaction| change(transaction, &member, user, role).await).await;
    match changed {
        Ok(MemberChange::Done) => {}
        Ok(MemberChange::NoMember) => return Err(AccountError::NoMember),
        Ok(MemberChange::LastOwner) => return Err(AccountError::LastOwner),
        Ok(MemberChange::NotAllowed) => return Err(AccountError::NotAllowed),
        Err(error) => {
            tracing::error!(error = %error, "the members could not be changed");
            return Err(AccountError::Unavailable);
        }
    }
    audit::record(if role.is_some() { Event::RoleChanged } else { Event::MemberRemoved }, Some(member.user));
    leptos_axum::redirect(MEMBERS);
    Ok(())
}
