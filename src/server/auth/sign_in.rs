//! Signing up, in and out.

use std::net::IpAddr;

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, SqlErr};
use time::OffsetDateTime;
use tower_sessions::Session;

use super::{Email, Password, UserId, current_user::USER};
use crate::{
    model::AuthError,
    server::{db::entity::user, state::AppState},
};

/// Checks the password and signs the session in. An unknown address and a wrong password are the
/// same error after the same time.
///
/// # Errors
/// What to tell the person; see [`AuthError`].
pub async fn sign_in(
    state: &AppState,
    session: &Session,
    address: Option<IpAddr>,
    email: &str,
    password: &str,
) -> Result<(), AuthError> {
    let email: Email = email.parse().map_err(|_| AuthError::EmailInvalid)?;
    if password.is_empty() {
        return Err(AuthError::PasswordMissing);
    }
    if !state.throttle.begin(&email, address) {
        tracing::warn!("too many sign-in attempts for one account");
        return Err(AuthError::TooManyAttempts);
    }
    let user = user::Entity::find()
        .filter(user::Column::Email.eq(email.as_str()))
        .one(&state.db)
        .await
        .map_err(unavailable)?;
    let stored = user.as_ref().map(|user| user.password_hash.clone());
    match (state.passwords.verify(password.into(), stored).await?, user) {
        (true, Some(user)) => {
            state.throttle.succeeded(&email, address);
            begin(session, UserId(user.id)).await
        }
        _ => Err(AuthError::Credentials),
    }
}

/// Makes an account and signs the session in.
///
/// # Errors
/// What to tell the person; see [`AuthError`].
pub async fn sign_up(
    state: &AppState,
    session: &Session,
    address: Option<IpAddr>,
    email: &str,
    password: &str,
) -> Result<(), AuthError> {
    let email: Email = email.parse().map_err(|_| AuthError::EmailInvalid)?;
    let password = Password::choose(password, &email)?;
    // Never taken back: accounts are not made by the dozen.
    if !state.throttle.begin(&email, address) {
        return Err(AuthError::TooManyAttempts);
    }
    let user = create_user(state, &email, password).await?;
    begin(session, user).await
}

/// Makes an account.
///
/// # Errors
/// [`AuthError::EmailTaken`], or that it could not be stored.
pub async fn create_user(state: &AppState, email: &Email, password: Password) -> Result<UserId, AuthError> {
    let row = user::ActiveModel {
        email: Set(email.to_string()),
        password_hash: Set(state.passwords.hash(password).await?),
        created_at: Set(OffsetDateTime::now_utc().unix_timestamp()),
        ..Default::default()
    };
    match user::Entity::insert(row).exec(&state.db).await {
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
    session.flush().await.map_err(unavailable)
}

/// A new id at sign-in, so that a planted session id is worth nothing (OWASP ASVS 5, 7.2.4), and
/// nothing carried over from whoever was signed in before.
async fn begin(session: &Session, user: UserId) -> Result<(), AuthError> {
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

fn unavailable(error: impl std::fmt::Display) -> AuthError {
    tracing::error!(error = %error, "sign-in is unavailable");
    AuthError::Unavailable
}
