//! A new password for somebody who forgot theirs.

use std::time::Duration;

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use tower_sessions::Session;

use super::{allowance::may_mail, owner::owner_of, token};
use crate::{
    account,
    audit::{self, Event, Refusal},
    auth::{
        Email, UserId,
        email_token::{NewToken, find, forget_resets, spend},
        end_sessions,
        known_browser::KnownBrowser,
        password::Password,
        sign_in::{Client, TOLD_FOR, begin, unavailable},
        sign_ins::SignIns,
    },
    entity::user,
    model::{AuthError, TokenPurpose},
    text::MailWriter,
    token::Token,
};

/// How long the link works.
const LIFETIME: Duration = Duration::from_hours(1);

/// Mails a link that leads to a new password; to an address without an account, that it has none. A token is stored in
/// both cases, so that both are the same work.
///
/// # Errors
/// What to tell the user; see [`AuthError`]. Never whether there is an account.
pub async fn ask_reset(sign_ins: &SignIns, client: Client, email: &str, writer: &MailWriter) -> Result<(), AuthError> {
    let email: Email = email.parse().map_err(|_| AuthError::EmailInvalid)?;
    if !sign_ins.throttle.begin(&email, client.address) {
        audit::record(Event::ResetFailed(Refusal::ThrottledByAddress), None);
        return Err(AuthError::TooManyAttempts);
    }
    if !may_mail(sign_ins, client.address, TokenPurpose::Reset, &email).await? {
        return Ok(());
    }
    let link = token()?;
    let posted = sign_ins.db.write_tx(async |transaction| {
        let user = owner_of(transaction, &email).await?;
        let mail = if user.is_some() { writer.reset(&link) } else { writer.no_account() };
        let new =
            NewToken { user: user.map(|user| user.id), ..NewToken::new(TokenPurpose::Reset, email.as_str(), LIFETIME) };
        new.store(transaction, &link).await?;
        sign_ins.outbox.post(transaction, email.as_str(), &mail, LIFETIME).await
    });
    posted.await.map_err(unavailable)?;
    sign_ins.outbox.notify();
    Ok(())
}

/// Gives the user of a mailed link this password, ends every session of theirs, and signs this one in.
///
/// # Errors
/// What to tell the user; see [`AuthError`]. The password is then unchanged.
pub async fn reset_password(
    sign_ins: &SignIns,
    session: &Session,
    client: Client,
    link: &Token,
    new: &str,
    writer: &MailWriter,
) -> Result<KnownBrowser, AuthError> {
    let found = find(&sign_ins.db, TokenPurpose::Reset, link).await.map_err(unavailable)?;
    let found = found.ok_or(AuthError::LinkClosed)?;
    let id = found.user_id.ok_or(AuthError::LinkClosed)?;
    let email: Email = found.email.parse().map_err(|_| AuthError::LinkClosed)?;
    let new = Password::choose(new, &email, &sign_ins.app_url)?;
    let hash = sign_ins.passwords.hash(sign_ins.passwords.place()?, new).await?;
    let changed = sign_ins.db.write_tx(async |transaction| {
        let found_user = user::Entity::find_by_id(id).one(transaction).await?;
        // The address may be another one by now, which this link says nothing about.
        let Some(user) = found_user.filter(|user| user.email == email.as_str()) else {
            return Ok(Err(AuthError::LinkClosed));
        };
        if user.disabled_at.is_some() {
            return Ok(Err(AuthError::Disabled));
        }
        if !spend(transaction, &found).await? {
            return Ok(Err(AuthError::LinkClosed));
        }
        forget_resets(transaction, UserId(id)).await?;
        let (password_hash, email_verified) = (Set(Some(hash.clone())), Set(true));
        if !user.email_verified {
            // Somebody else may have sent them.
            account::withdraw_all_of(transaction, UserId(id)).await?;
        }
        user::ActiveModel { password_hash, email_verified, ..user.into() }.update(transaction).await?;
        end_sessions(transaction, UserId(id)).await?;
        let mail = writer.password_changed(clock::now());
        sign_ins.outbox.post(transaction, email.as_str(), &mail, TOLD_FOR).await?;
        Ok(Ok(UserId(id)))
    });
    let user = changed.await.map_err(unavailable)??;
    sign_ins.outbox.notify();
    audit::record(Event::PasswordReset, Some(user));
    let account = account::only_account(&sign_ins.db, user).await.map_err(unavailable)?;
    begin(session, user, account.as_ref(), None, client).await?;
    Ok(KnownBrowser::signed_in(client.browser, user, &hash))
}
