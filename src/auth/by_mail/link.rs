//! Signing in, and up, with a mailed link or code. Both work once, for ten minutes.
//!
//! The code works only in the browser that asked for it, so that nobody can be talked into telling it; five guesses of a
//! million are allowed for each mail. The link works anywhere, and elsewhere a button has to be pressed first.

use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, DbErr};
use subtle::ConstantTimeEq;
use tower_sessions::Session;

use super::{
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
        email_token::{NewToken, find, guess, spend},
        end_sessions,
        sign_in::{Client, TOLD_FOR, begin, unavailable},
        sign_ins::SignIns,
    },
    entity::{email_token, user},
    keys::{AppKeys, Purpose},
    model::{AuthError, TokenPurpose},
    text::MailWriter,
    token::Token,
};

/// How long link and code work.
const LIFETIME: Duration = Duration::from_mins(10);

/// For whom a link is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub email: &'a str,
    /// The secret of the browser that asks.
    pub browser: &'a Token,
    /// Where to go afterwards.
    pub next: &'a str,
}

/// Mails a link and a code, whether there is a user or not.
///
/// # Errors
/// What to tell the user; see [`AuthError`]. Never whether there is an account.
pub async fn ask_link(
    sign_ins: &SignIns,
    client: Client,
    Asked { email, browser, next }: Asked<'_>,
    writer: &MailWriter,
) -> Result<(), AuthError> {
    let email: Email = email.parse().map_err(|_| AuthError::EmailInvalid)?;
    if !sign_ins.throttle.begin(&email, client.address) {
        audit::record(Event::SignInFailed(Refusal::ThrottledByAddress), None);
        return Err(AuthError::TooManyAttempts);
    }
    if !may_mail(sign_ins, client.address, TokenPurpose::SignIn, &email).await? {
        return Ok(());
    }
    let (link, code) = (token()?, code()?);
    let new = NewToken {
        code_tag: Some(code_tag(&sign_ins.keys, browser, &code)),
        browser_hash: Some(browser.hash()),
        next: seal(&sign_ins.keys, &link, next)?,
        ..NewToken::new(TokenPurpose::SignIn, email.as_str(), LIFETIME)
    };
    let mail = writer.sign_in(&link, &code);
    let posted = sign_ins.db.write_tx(async |transaction| {
        new.store(transaction, &link).await?;
        sign_ins.outbox.post(transaction, email.as_str(), &mail, LIFETIME).await
    });
    posted.await.map_err(unavailable)?;
    sign_ins.outbox.notify();
    Ok(())
}

/// Six digits, each as likely as any other.
fn code() -> Result<String, AuthError> {
    /// The largest multiple of a million that four bytes can hold: what is above it would favor small codes.
    const FAIR: u32 = u32::MAX - u32::MAX % 1_000_000;
    let mut bytes = [0; 4];
    loop {
        SystemRandom::new().fill(&mut bytes).map_err(|_| unavailable("the operating system gave no random bytes"))?;
        let number = u32::from_be_bytes(bytes);
        if number < FAIR {
            return Ok(format!("{:06}", number % 1_000_000));
        }
    }
}

/// Keyed: a million codes are tried in no time by whoever has the table.
fn code_tag(keys: &AppKeys, browser: &Token, code: &str) -> String {
    hex::encode(keys.tag(Purpose::SignInCode, format!("{} {code}", browser.hash()).as_bytes()))
}

/// Signs the session in by the code that was mailed for this browser; returns where to go.
///
/// # Errors
/// What to tell the user; see [`AuthError`].
pub async fn enter_by_code(
    sign_ins: &SignIns,
    session: &Session,
    client: Client,
    browser: Option<&Token>,
    code: &str,
    writer: &MailWriter,
) -> Result<Option<String>, AuthError> {
    let code: String = code.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').take(16).collect();
    let browser = browser.ok_or(AuthError::CodeWrong)?;
    if !sign_ins.throttle.pass(client.address) {
        audit::record(Event::SignInFailed(Refusal::ThrottledByAddress), None);
        return Err(AuthError::TooManyAttempts);
    }
    let open = guess(&sign_ins.db, &browser.hash()).await.map_err(unavailable)?;
    let tag = code_tag(&sign_ins.keys, browser, &code);
    let is_right = |it: &email_token::Model| {
        it.code_tag.as_ref().is_some_and(|known| bool::from(known.as_bytes().ct_eq(tag.as_bytes())))
    };
    let Some(right) = open.filter(is_right) else {
        audit::record(Event::SignInFailed(Refusal::WrongCode), None);
        return Err(AuthError::CodeWrong);
    };
    sign_ins.throttle.passed(client.address, 1);
    enter(sign_ins, session, client, right, writer).await
}

/// Signs the session in by a mailed link; returns where to go.
///
/// # Errors
/// What to tell the user; see [`AuthError`].
pub async fn enter_by_link(
    sign_ins: &SignIns,
    session: &Session,
    client: Client,
    link: &Token,
    writer: &MailWriter,
) -> Result<Option<String>, AuthError> {
    let found = find(&sign_ins.db, TokenPurpose::SignIn, link).await.map_err(unavailable)?;
    enter(sign_ins, session, client, found.ok_or(AuthError::LinkClosed)?, writer).await
}

async fn enter(
    sign_ins: &SignIns,
    session: &Session,
    client: Client,
    found: email_token::Model,
    writer: &MailWriter,
) -> Result<Option<String>, AuthError> {
    let email: Email = found.email.parse().map_err(|_| AuthError::LinkClosed)?;
    let entered = sign_ins.db.write_tx(async |transaction| {
        if !spend(transaction, &found).await? {
            return Ok(Err(AuthError::LinkClosed));
        }
        match owner_of(transaction, &email).await? {
            Some(user) if user.disabled_at.is_some() => Ok(Err(AuthError::Disabled)),
            Some(user) => prove(sign_ins, transaction, user, writer).await.map(|user| Ok((user, false))),
            None => create(transaction, &email).await.map(|user| Ok((user, true))),
        }
    });
    let (user, is_new) = entered.await.map_err(unavailable)?.inspect_err(|error| {
        if *error == AuthError::Disabled {
            audit::record(Event::SignInFailed(Refusal::Disabled), None);
        }
    })?;
    let account = account::only_account(&sign_ins.db, user).await.map_err(unavailable)?;
    begin(session, user, account.as_ref(), None, client).await?;
    audit::record(if is_new { Event::SignedUp } else { Event::SignedIn }, Some(user));
    sign_ins.outbox.notify();
    Ok(unseal(&sign_ins.keys, &found.token_hash, found.next.as_deref()))
}

/// The address is the user's. If nobody had proved it before, somebody else may have chosen the password: it goes, with
/// the sessions that it began and the invitations that were sent, and the user is told.
async fn prove(
    sign_ins: &SignIns,
    transaction: &DatabaseTransaction,
    user: user::Model,
    writer: &MailWriter,
) -> Result<UserId, DbErr> {
    let id = UserId(user.id);
    if !user.email_verified {
        let (had_password, to) = (user.password_hash.is_some(), user.email.clone());
        let row = user::ActiveModel { email_verified: Set(true), password_hash: Set(None), ..user.into() };
        row.update(transaction).await?;
        end_sessions(transaction, id).await?;
        account::withdraw_all_of(transaction, id).await?;
        if had_password {
            sign_ins.outbox.post(transaction, &to, &writer.password_removed(), TOLD_FOR).await?;
        }
    }
    Ok(id)
}

async fn create(transaction: &DatabaseTransaction, email: &Email) -> Result<UserId, DbErr> {
    let user = account::create_without_password(transaction, email, true).await?;
    account::create_own_account(transaction, user).await?;
    Ok(user)
}
