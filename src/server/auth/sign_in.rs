//! Signing up, in and out.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, SqlErr};
use time::OffsetDateTime;
use tower_sessions::Session;

use super::{ClientAddress, Email, KnownBrowser, Password, UserId, ceiling, current_user::USER};
use crate::{
    model::AuthError,
    server::{
        audit::{self, Event, Refusal},
        db::{self, entity::user},
        keys::Purpose,
        state::AppState,
    },
};

/// Who sends a form, as far as attempts are counted by it.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    pub address: ClientAddress,
    pub browser: Option<KnownBrowser>,
}

/// Checks the password and signs the session in. An unknown address and a wrong password are the
/// same error after the same time.
///
/// # Errors
/// What to tell the person; see [`AuthError`].
pub async fn sign_in(
    state: &AppState,
    session: &Session,
    client: Client,
    email: &str,
    password: &str,
) -> Result<UserId, AuthError> {
    let email: Email = email.parse().map_err(|_| AuthError::EmailInvalid)?;
    if password.is_empty() {
        return Err(AuthError::PasswordMissing);
    }
    let failed = |user: Option<&user::Model>, refusal| {
        audit::record(Event::SignInFailed(refusal), user.map(|user| UserId(user.id)));
    };
    let place = state.passwords.place().inspect_err(|_| failed(None, Refusal::Busy))?;
    if !state.throttle.begin(&email, client.address) {
        failed(None, Refusal::ThrottledByAddress);
        return Err(AuthError::TooManyAttempts);
    }
    let user = user::Entity::find().filter(user::Column::Email.eq(email.as_str()));
    let user = db::in_time(user.one(&state.db)).await.map_err(unavailable)?;
    let counted = counted_as(state, &email, user.as_ref(), client.browser);
    if !ceiling::begin(&state.db, &counted, now()).await.map_err(unavailable)? {
        failed(user.as_ref(), Refusal::ThrottledByAccount);
        return Err(AuthError::TooManyAttempts);
    }
    let stored = user.as_ref().map(|user| user.password_hash.clone());
    match (state.passwords.verify(place, password.into(), stored).await?, user) {
        (true, Some(user)) => {
            state.throttle.succeeded(&email, client.address);
            ceiling::clear(&state.db, &counted).await.map_err(unavailable)?;
            if user.disabled_at.is_some() {
                failed(Some(&user), Refusal::Disabled);
                return Err(AuthError::Disabled);
            }
            begin(session, UserId(user.id)).await?;
            audit::record(Event::SignedIn, Some(UserId(user.id)));
            Ok(UserId(user.id))
        }
        (_, user) => {
            let refusal = if user.is_some() { Refusal::WrongPassword } else { Refusal::UnknownAccount };
            failed(user.as_ref(), refusal);
            Err(AuthError::Credentials)
        }
    }
}

/// Under which name failures are counted in the database: an account's, or those of a browser in which
/// this very user signed in before.
pub(super) fn counted_as(
    state: &AppState,
    email: &Email,
    user: Option<&user::Model>,
    browser: Option<KnownBrowser>,
) -> String {
    let its_own = browser.filter(|browser| user.is_some_and(|user| user.id == browser.user.0));
    let name = match its_own {
        Some(browser) => [b"browser:", &browser.id[..]].concat(),
        None => [b"account:", email.as_str().as_bytes()].concat(),
    };
    hex::encode(state.keys.tag(Purpose::SignInFailures, &name))
}

/// Makes an account and signs the session in.
///
/// # Errors
/// What to tell the person; see [`AuthError`].
pub async fn sign_up(
    state: &AppState,
    session: &Session,
    client: Client,
    email: &str,
    password: &str,
) -> Result<UserId, AuthError> {
    let email: Email = email.parse().map_err(|_| AuthError::EmailInvalid)?;
    // Before anything that costs time. Never taken back: accounts are not made by the dozen.
    if !state.throttle.begin(&email, client.address) {
        audit::record(Event::SignUpFailed(Refusal::ThrottledByAddress), None);
        return Err(AuthError::TooManyAttempts);
    }
    let password = Password::choose(password, &email, &state.settings.app_url)?;
    let user = create_user(state, &email, password).await.inspect_err(|error| match error {
        AuthError::EmailTaken => audit::record(Event::SignUpFailed(Refusal::AddressTaken), None),
        AuthError::Busy => audit::record(Event::SignUpFailed(Refusal::Busy), None),
        _ => {}
    })?;
    begin(session, user).await?;
    audit::record(Event::SignedUp, Some(user));
    Ok(user)
}

/// Makes an account.
///
/// # Errors
/// [`AuthError::EmailTaken`], or that it could not be stored.
pub async fn create_user(state: &AppState, email: &Email, password: Password) -> Result<UserId, AuthError> {
    let row = user::ActiveModel {
        email: Set(email.to_string()),
        password_hash: Set(state.passwords.hash(state.passwords.place()?, password).await?),
        created_at: Set(now()),
        ..Default::default()
    };
    match db::in_time(user::Entity::insert(row).exec(&state.db)).await {
        Ok(inserted) => Ok(UserId(inserted.last_insert_id)),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Err(AuthError::EmailTaken)
        }
        Err(error) => Err(unavailable(error)),
    }
}

/// Ends the session on the server; the cookie goes with it.
///
/// # Errors
/// [`AuthError::Unavailable`] if it could not be ended: then one is still signed in.
pub async fn sign_out(session: &Session) -> Result<(), AuthError> {
    let user: Option<UserId> = session.get(USER).await.map_err(unavailable)?;
    session.flush().await.map_err(unavailable)?;
    if user.is_some() {
        audit::record(Event::SignedOut, user);
    }
    Ok(())
}

/// A new id at sign-in, so that a planted session id is worth nothing (OWASP ASVS 5, 7.2.4), and
/// nothing carried over from whoever was signed in before.
pub(super) async fn begin(session: &Session, user: UserId) -> Result<(), AuthError> {
    session.clear().await;
    if session.id().is_some() {
        // Not `flush`: after that tower-sessions stores the next session under the old id.
        session.cycle_id().await.map_err(unavailable)?;
    }
    session.insert(USER, user).await.map_err(unavailable)?;
    // Now rather than after the answer is made, so that a failure can still be said in words.
    if let Err(error) = session.save().await {
        // Or it would be tried again then.
        session.clear().await;
        return Err(unavailable(error));
    }
    Ok(())
}

pub(super) fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

pub(super) fn unavailable(error: impl std::fmt::Display) -> AuthError {
    tracing::error!(error = %error, "sign-in is unavailable");
    AuthError::Unavailable
}
