//! Signing up.

use database::is_taken;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use tower_sessions::Session;

use crate::{
    account,
    audit::{self, Event, Refusal},
    auth::{
        Email, UserId,
        by_mail::{Asking, post_sign_up},
        known_browser::KnownBrowser,
        password::{Password, Place},
        sign_in::{Client, begin, now, unavailable},
        sign_ins::SignIns,
    },
    entity::user,
    model::AuthError,
    text::MailWriter,
    token::Token,
};

/// What became of signing up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedUp {
    /// The account is made, and the session signed in; the browser is a known one.
    SignedIn(KnownBrowser),
    /// A mail leads on, whether the address has an account or not.
    Mailed,
}

/// Creates an account and signs the session in; where mail reaches people, the address proves itself first. `asked`
/// is the secret of the browser, which only that needs, and where to go afterwards.
///
/// # Errors
/// What to tell the user; see [`AuthError`].
pub async fn sign_up(
    sign_ins: &SignIns,
    session: &Session,
    client: Client,
    credentials: (&str, &str),
    asked: (Option<&Token>, &str),
    writer: &MailWriter,
) -> Result<SignedUp, AuthError> {
    let ((email, password), (browser, next)) = (credentials, asked);
    let email: Email = email.parse().map_err(|_| AuthError::EmailInvalid)?;
    let busy = |_: &AuthError| audit::record(Event::SignUpFailed(Refusal::Busy), None);
    let place = sign_ins.passwords.place().inspect_err(busy)?;
    // Before anything that costs time. Never taken back: nobody needs to create accounts by the
    // dozen.
    if !sign_ins.throttle.begin(&email, client.address) {
        audit::record(Event::SignUpFailed(Refusal::ThrottledByAddress), None);
        return Err(AuthError::TooManyAttempts);
    }
    let password = Password::choose(password, &email, &sign_ins.app_url)?;
    if sign_ins.outbox.delivery.reaches_people() {
        let browser = browser.ok_or(AuthError::Unavailable)?;
        post_sign_up(sign_ins, place, &email, password, Asking { client, browser, next }, writer).await?;
        return Ok(SignedUp::Mailed);
    }
    let user = create_user(sign_ins, place, &email, password).await.inspect_err(|error| {
        if *error == AuthError::EmailTaken {
            audit::record(Event::SignUpFailed(Refusal::AddressTaken), None);
        }
    })?;
    let account = account::only_account(&sign_ins.db, UserId(user.id)).await.map_err(unavailable)?;
    begin(session, UserId(user.id), account.as_ref(), None, client).await?;
    audit::record(Event::SignedUp, Some(UserId(user.id)));
    Ok(SignedUp::SignedIn(KnownBrowser::signed_in(client.browser, UserId(user.id), user.password())))
}

/// Creates a user, who owns an account of their own.
///
/// # Errors
/// [`AuthError::EmailTaken`], or that it could not be stored.
pub async fn create_user(
    sign_ins: &SignIns,
    place: Place,
    email: &Email,
    password: Password,
) -> Result<user::Model, AuthError> {
    let row = user::ActiveModel {
        email: Set(email.to_string()),
        password_hash: Set(Some(sign_ins.passwords.hash(place, password).await?)),
        created_at: Set(now()),
        ..Default::default()
    };
    let made = sign_ins.db.write_tx(async |transaction| {
        let user = row.insert(transaction).await?;
        account::create_own_account(transaction, UserId(user.id)).await?;
        Ok(user)
    });
    made.await.map_err(|error| if is_taken(&error) { AuthError::EmailTaken } else { unavailable(error) })
}
