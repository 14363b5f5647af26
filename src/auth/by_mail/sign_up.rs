//! Signing up where mail reaches people: the account is made when the address has proved itself.

use database::is_taken;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use tower_sessions::Session;

use super::{DAY, allowance::may_mail, token};
use crate::{
    account,
    audit::{self, Event, Refusal},
    auth::{
        Email, UserId,
        email_token::{NewToken, find, forget, spend},
        known_browser::KnownBrowser,
        password::{Password, Place},
        sign_in::{Client, begin, unavailable},
        sign_ins::SignIns,
    },
    entity::user,
    model::{AuthError, Role, TokenPurpose},
    text::MailWriter,
    token::Token,
};

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
    browser: &Token,
    next: Option<String>,
    writer: &MailWriter,
) -> Result<(), AuthError> {
    let hash = sign_ins.passwords.hash(place, password).await?;
    if !may_mail(sign_ins, email.as_str()).await? {
        return Ok(());
    }
    let link = token()?;
    let posted = sign_ins.db.write_tx(async |transaction| {
        let known = user::Entity::find()
            .filter(user::Column::Email.eq(email.as_str()))
            .filter(user::Column::PasswordHash.is_not_null())
            .limit(1);
        let mail = if known.all(transaction).await?.is_empty() {
            let new = NewToken {
                password_hash: Some(hash),
                browser_hash: Some(browser.hash()),
                next,
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
    let hash = found.password_hash.ok_or(AuthError::LinkClosed)?;
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
        if !spend(transaction, &found.token_hash).await? {
            return Ok(None);
        }
        forget(transaction, TokenPurpose::SignUp, email.as_str()).await?;
        create(transaction, &email, hash.clone()).await.map(Some)
    });
    let made = made.await.map_err(|error| if is_taken(&error) { AuthError::EmailTaken } else { unavailable(error) })?;
    let user = made.ok_or(AuthError::LinkClosed)?;
    let account = account::only_account(&sign_ins.db, user).await.map_err(unavailable)?;
    begin(session, user, account.as_ref(), None, client).await?;
    audit::record(Event::SignedUp, Some(user));
    Ok((KnownBrowser::signed_in(client.browser, user, &hash), found.next))
}

async fn create(db: &sea_orm::DatabaseTransaction, email: &Email, hash: String) -> Result<UserId, DbErr> {
    let row = user::ActiveModel {
        email: Set(email.to_string()),
        password_hash: Set(Some(hash)),
        created_at: Set(clock::now_seconds()),
        email_verified: Set(true),
        ..Default::default()
    };
    let user = UserId(row.insert(db).await?.id);
    let account = account::create_account(db, None, None).await?;
    account::add_member(db, &account, user, Role::Owner).await?;
    Ok(user)
}
