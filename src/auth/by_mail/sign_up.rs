//! Signing up where mail reaches people: the account is made when the address has proved itself.

use database::is_taken;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, DbErr};
use tower_sessions::Session;

use super::{
    DAY,
    allowance::may_mail,
    next::{seal, unseal},
    owner::owner_of,
    token,
};
use crate::{
    account,
    audit::{self, Event, Refusal},
    auth::{
        Email, UserId,
        email_token::{NewToken, find, forget_sign_ups, spend},
        known_browser::KnownBrowser,
        password::{Password, Place},
        sign_in::{Client, begin, unavailable},
        sign_ins::SignIns,
    },
    entity::user,
    model::{AuthError, TokenPurpose},
    text::MailWriter,
    token::Token,
};

/// Who signs up, and where to go afterwards.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    pub client: Client,
    /// The secret of the browser.
    pub browser: &'a Token,
    pub next: &'a str,
}

/// Keeps the password, and mails a link that makes the account; a user of this address is told instead that they have
/// one. Both take one hash and one mail.
///
/// # Errors
/// When it could not be stored.
pub async fn post_sign_up(
    sign_ins: &SignIns,
    place: Place,
    email: &Email,
    password: Password,
    Asking { client, browser, next }: Asking<'_>,
    writer: &MailWriter,
) -> Result<(), AuthError> {
    let hash = sign_ins.passwords.hash(place, password).await?;
    if !may_mail(sign_ins, client.address, TokenPurpose::SignUp, email).await? {
        return Ok(());
    }
    let link = token()?;
    let sealed = seal(&sign_ins.keys, &link, next)?;
    let posted = sign_ins.db.write_tx(async |transaction| {
        let owner = owner_of(transaction, email).await?;
        let mail = if owner.is_none_or(|owner| owner.password_hash.is_none()) {
            let new = NewToken {
                password_hash: Some(hash),
                browser_hash: Some(browser.hash()),
                next: sealed,
                ..NewToken::new(TokenPurpose::SignUp, email.as_str(), DAY)
            };
            new.store(transaction, &link).await?;
            writer.sign_up(&link)
        } else {
            writer.already_registered()
        };
        sign_ins.outbox.post(transaction, email.as_str(), &mail, DAY).await
    });
    posted.await.map_err(unavailable)?;
    sign_ins.outbox.notify();
    Ok(())
}

/// Makes the account of a mailed link, and signs the session in; returns where to go. Whoever opens the link in another
/// browser than the one that asked types the password again: only who chose it gets the account.
///
/// # Errors
/// What to tell the user; see [`AuthError`].
pub async fn confirm_sign_up(
    sign_ins: &SignIns,
    session: &Session,
    client: Client,
    link: &Token,
    browser: Option<&Token>,
    password: &str,
) -> Result<(KnownBrowser, Option<String>), AuthError> {
    let found = find(&sign_ins.db, TokenPurpose::SignUp, link).await.map_err(unavailable)?;
    let found = found.ok_or(AuthError::LinkClosed)?;
    let email: Email = found.email.parse().map_err(|_| AuthError::LinkClosed)?;
    let hash = found.password_hash.clone().ok_or(AuthError::LinkClosed)?;
    if browser.map(Token::hash) != found.browser_hash {
        if password.is_empty() {
            return Err(AuthError::PasswordMissing);
        }
        let place = sign_ins.passwords.place()?;
        if !sign_ins.throttle.begin(&email, client.address) {
            audit::record(Event::SignUpFailed(Refusal::ThrottledByAddress), None);
            return Err(AuthError::TooManyAttempts);
        }
        if !sign_ins.passwords.verify(place, password.into(), Some(hash.clone())).await? {
            audit::record(Event::SignUpFailed(Refusal::WrongPassword), None);
            return Err(AuthError::PasswordNotChosen);
        }
        sign_ins.throttle.succeeded(&email, client.address);
    }
    let made = sign_ins.db.write_tx(async |transaction| {
        if !spend(transaction, &found).await? {
            return Ok(Err(AuthError::LinkClosed));
        }
        forget_sign_ups(transaction, email.as_str()).await?;
        match owner_of(transaction, &email).await? {
            Some(owner) if owner.password_hash.is_some() => Ok(Err(AuthError::EmailTaken)),
            Some(owner) if owner.disabled_at.is_some() => Ok(Err(AuthError::Disabled)),
            owner => keep(transaction, owner, &email, hash.clone()).await.map(Ok),
        }
    });
    let user =
        made.await.map_err(|error| if is_taken(&error) { AuthError::EmailTaken } else { unavailable(error) })??;
    let account = account::only_account(&sign_ins.db, user).await.map_err(unavailable)?;
    begin(session, user, account.as_ref(), None, client).await?;
    audit::record(Event::SignedUp, Some(user));
    let next = unseal(&sign_ins.keys, &found.token_hash, found.next.as_deref());
    Ok((KnownBrowser::signed_in(client.browser, user, &hash), next))
}

/// Gives the user whose address it is this password; whose it is not yet gets an account.
async fn keep(
    transaction: &DatabaseTransaction,
    owner: Option<user::Model>,
    email: &Email,
    hash: String,
) -> Result<UserId, DbErr> {
    let (password_hash, email_verified) = (Set(Some(hash)), Set(true));
    if let Some(owner) = owner {
        let id = UserId(owner.id);
        user::ActiveModel { password_hash, email_verified, ..owner.into() }.update(transaction).await?;
        return Ok(id);
    }
    let (email, created_at) = (Set(email.to_string()), Set(clock::now_seconds()));
    let row = user::ActiveModel { email, password_hash, created_at, email_verified, ..Default::default() };
    let user = UserId(row.insert(transaction).await?.id);
    account::create_own_account(transaction, user).await?;
    Ok(user)
}
