//! Inviting somebody into the account.

use database::Database;
use leptos::prelude::*;
use sea_orm::{DbErr, EntityTrait};

use crate::{
    account::{INVITATION_LIFETIME, invite as make},
    audit::{self, Event},
    auth::{Email, UserId, by_mail},
    entity::user,
    model::{AccountError, MEMBERS, Role},
    request,
    token::Token,
};

/// Mails an invitation with a role to this address, and shows the members.
///
/// # Errors
/// Why nobody was invited.
#[server(endpoint = "invite")]
pub async fn invite(#[server(default)] email: String, #[server(default)] role: String) -> Result<(), AccountError> {
    let (sign_ins, writer) = request::sign_ins().zip(request::mail_writer()).ok_or(AccountError::Unavailable)?;
    let member = request::member_or_redirect(&MEMBERS.parse().unwrap_or_default())?;
    if !member.role.may_manage_members() {
        audit::record(Event::RoleRefused, Some(member.user));
        return Err(AccountError::NotAllowed);
    }
    // Somebody else may have signed up with that address, and would keep a friend in the account.
    let is_proved = !sign_ins.outbox.delivery.reaches_people() || has_proved_address(&sign_ins.db, member.user).await?;
    if !is_proved {
        return Err(AccountError::EmailNotConfirmed);
    }
    let email: Email = email.parse().map_err(|_| {
        request::keep_typed_email(&email);
        AccountError::EmailInvalid
    })?;
    let role: Role = role.parse().map_err(|_| AccountError::UnknownRole)?;
    let token = Token::random().ok_or(AccountError::Unavailable)?;
    if !by_mail::may_invite(&sign_ins, &member.account, &email).await.map_err(|_| AccountError::Unavailable)? {
        return Err(AccountError::TooManyInvitations);
    }
    let invited = sign_ins.db.write_tx(async |transaction| {
        let name = make(transaction, &member, &email, role, &token).await?;
        let mail = writer.invitation(&token, &member.email, name.as_deref(), role);
        sign_ins.outbox.post(transaction, email.as_str(), &mail, INVITATION_LIFETIME).await
    });
    invited.await.map_err(unavailable)?;
    sign_ins.outbox.notify();
    audit::record(Event::Invited, Some(member.user));
    leptos_axum::redirect(MEMBERS);
    Ok(())
}

async fn has_proved_address(db: &Database, user: UserId) -> Result<bool, AccountError> {
    let found = user::Entity::find_by_id(user.0).one(db).await.map_err(unavailable)?;
    Ok(found.is_some_and(|user| user.email_verified))
}

fn unavailable(error: DbErr) -> AccountError {
    tracing::error!(error = %error, "nobody could be invited");
    AccountError::Unavailable
}
