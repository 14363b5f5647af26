//! Signing in, and up, with a mailed link or code. Both work once, for ten minutes.
//!
//! The code works only in the browser that asked for it, so that nobody can be talked into telling it; five guesses of a
//! million are allowed for each mail. The link works anywhere, and elsewhere a button has to be pressed first.

use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, DbErr};
use subtle::ConstantTimeEq;
use tower_sessions::Session;

use super::{allowance::may_mail, owner::owner_of, token};
use crate::{
    account,
    audit::{self, Event, Refusal},
    auth::{
        Email, UserId,
        email_token::{NewToken, find, guess, spend},
        end_sessions,
        sign_in::{Client, begin, unavailable},
        sign_ins::SignIns,
    },
    entity::{email_token, user},
    keys::{AppKeys, Purpose},
    model::{AuthError, Role, TokenPurpose},
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
    pub next: Option<&'a str>,
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
    if !may_mail(sign_ins, email.as_str()).await? {
        return Ok(());
    }
    let (link, code) = (token()?, code()?);
    let new = NewToken {
        code_tag: Some(code_tag(&sign_ins.keys, browser, &code)),
        browser_hash: Some(browser.hash()),
        next: next.map(str::to_owned),
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
) -> Result<Option<String>, AuthError> {
    let code: String = code.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').take(16).collect();
    let browser = browser.ok_or(AuthError::CodeWrong)?;
    let open = guess(&sign_ins.db, &browser.hash()).await.map_err(unavailable)?;
    let tag = code_tag(&sign_ins.keys, browser, &code);
    let right = open
        .into_iter()
        .find(|it| it.code_tag.as_ref().is_some_and(|known| bool::from(known.as_bytes().ct_eq(tag.as_bytes()))));
    let Some(right) = right else {
        audit::record(Event::SignInFailed(Refusal::WrongCode), None);
        return Err(AuthError::CodeWrong);
    };
    enter(sign_ins, session, client, right).await
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
) -> Result<Option<String>, AuthError> {
    let found = find(&sign_ins.db, TokenPurpose::SignIn, link).await.map_err(unavailable)?;
    enter(sign_ins, session, client, found.ok_or(AuthError::LinkClosed)?).await
}

async fn enter(
    sign_ins: &SignIns,
    session: &Session,
    client: Client,
    found: email_token::Model,
) -> Result<Option<String>, AuthError> {
    let email: Email = found.email.parse().map_err(|_| AuthError::LinkClosed)?;
    let entered = sign_ins.db.write_tx(async |transaction| {
        if !spend(transaction, &found.token_hash).await? {
            return Ok(Err(AuthError::LinkClosed));
        }
        match owner_of(transaction, &email).await? {
            Some(user) if user.disabled_at.is_some() => Ok(Err(AuthError::Disabled)),
            Some(user) => prove(transaction, user).await.map(|user| Ok((user, false))),
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
    Ok(found.next)
}

/// The address is the user's. If nobody had proved it before, somebody else may have chosen the password: it goes, with
/// the sessions that it began.
async fn prove(transaction: &DatabaseTransaction, user: user::Model) -> Result<UserId, DbErr> {
    let id = UserId(user.id);
    if !user.email_verified {
        let row = user::ActiveModel { email_verified: Set(true), password_hash: Set(None), ..user.into() };
        row.update(transaction).await?;
        end_sessions(transaction, id).await?;
    }
    Ok(id)
}

async fn create(transaction: &DatabaseTransaction, email: &Email) -> Result<UserId, DbErr> {
    let user = account::create_without_password(transaction, email, true).await?;
    let account = account::create_account(transaction, None, None).await?;
    account::add_member(transaction, &account, user, Role::Owner).await?;
    Ok(user)
}
