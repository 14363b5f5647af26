//! Proving an address: the one that a user has, or another that they want.

use database::is_taken;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use super::{DAY, allowance::may_mail, owner::owner_of, token};
use crate::{
    account::follow_address,
    audit::{self, Event, Refusal},
    auth::{
        Email, UserId, check_password,
        email_token::{NewToken, find, forget_resets, spend},
        sign_in::{Client, unavailable},
        sign_ins::SignIns,
    },
    entity::user,
    model::{AuthError, TokenPurpose},
    text::MailWriter,
    token::Token,
};

/// Mails a link to the address by which the signed-in user wants to be known. Who has a password types it, unless it is
/// `None` where passwords are switched off. If another user has the address, they are told so, and the one who asks is
/// not.
///
/// # Errors
/// What to tell the user; see [`AuthError`].
pub async fn ask_address(
    sign_ins: &SignIns,
    client: Client,
    user: UserId,
    email: &str,
    password: Option<&str>,
    writer: &MailWriter,
) -> Result<(), AuthError> {
    let email: Email = email.parse().map_err(|_| AuthError::EmailInvalid)?;
    let found = user::Entity::find_by_id(user.0).one(&sign_ins.db).await.map_err(unavailable)?;
    let found = found.ok_or(AuthError::SignedOut)?;
    let is_new = found.email != email.as_str();
    if !is_new && found.email_verified {
        return Err(AuthError::EmailUnchanged);
    }
    if is_new && let Some(password) = password {
        check_password(sign_ins, client, user, password, Event::AddressChangeFailed).await?;
    } else if !sign_ins.throttle.begin(&email, client.address) {
        audit::record(Event::AddressChangeFailed(Refusal::ThrottledByAddress), Some(user));
        return Err(AuthError::TooManyAttempts);
    }
    if !may_mail(sign_ins, client.address, TokenPurpose::Address, &email).await? {
        return Ok(());
    }
    let link = token()?;
    let posted = sign_ins.db.write_tx(async |transaction| {
        let owner = owner_of(transaction, &email).await?;
        let mail = if owner.is_some_and(|owner| owner.id != user.0) {
            writer.already_registered()
        } else {
            let new = NewToken {
                user: Some(user.0),
                former_email: Some(found.email.clone()),
                ..NewToken::new(TokenPurpose::Address, email.as_str(), DAY)
            };
            new.store(transaction, &link).await?;
            writer.verify_address(&link)
        };
        sign_ins.outbox.post(transaction, email.as_str(), &mail, DAY).await
    });
    posted.await.map_err(unavailable)?;
    sign_ins.outbox.notify();
    Ok(())
}

/// A user's address before and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub from: String,
    pub to: String,
}

/// Gives the signed-in user the address of a mailed link. Only the user who asked for it: somebody else who reads that
/// mail would otherwise prove another's account.
///
/// # Errors
/// What to tell the user; see [`AuthError`]. The address is then unchanged.
pub async fn confirm_address(
    sign_ins: &SignIns,
    user: UserId,
    link: &Token,
    writer: &MailWriter,
) -> Result<Moved, AuthError> {
    let found = find(&sign_ins.db, TokenPurpose::Address, link).await.map_err(unavailable)?;
    let found = found.filter(|found| found.user_id == Some(user.0)).ok_or(AuthError::LinkClosed)?;
    let changed = sign_ins.db.write_tx(async |transaction| {
        let known = user::Entity::find_by_id(user.0).one(transaction).await?;
        let Some(known) = known.filter(|known| Some(&known.email) == found.former_email.as_ref()) else {
            return Ok(Err(AuthError::LinkClosed));
        };
        if !spend(transaction, &found).await? {
            return Ok(Err(AuthError::LinkClosed));
        }
        let Ok(new) = found.email.parse() else { return Ok(Err(AuthError::LinkClosed)) };
        if owner_of(transaction, &new).await?.is_some_and(|owner| owner.id != user.0) {
            return Ok(Err(AuthError::EmailTaken));
        }
        let moved = Moved { from: known.email.clone(), to: found.email.clone() };
        // A link that leads to a new password was mailed to the address that they had.
        forget_resets(transaction, user).await?;
        let (email, email_verified) = (Set(moved.to.clone()), Set(true));
        user::ActiveModel { email, email_verified, ..known.into() }.update(transaction).await?;
        if moved.from != moved.to {
            follow_address::request(&sign_ins.db, transaction, user).await?;
            let mail = writer.address_changed(clock::now());
            for to in [&moved.from, &moved.to] {
                sign_ins.outbox.post(transaction, to, &mail, DAY).await?;
            }
        }
        Ok(Ok(moved))
    });
    let moved =
        changed.await.map_err(|error| if is_taken(&error) { AuthError::EmailTaken } else { unavailable(error) });
    let moved = moved??;
    sign_ins.outbox.notify();
    audit::record(Event::AddressChanged, Some(user));
    Ok(moved)
}
