//! Checking the current password of somebody who is signed in, before something that is hard to undo.

use sea_orm::EntityTrait;

use crate::{
    audit::{self, Event, Refusal},
    auth::{
        UserId, ceiling,
        email::Email,
        sign_in::{Client, counted_as, now, unavailable},
        sign_ins::SignIns,
    },
    entity::user,
    model::AuthError,
};

/// A user who has just shown that they know their password.
#[derive(Debug)]
pub struct Checked {
    pub email: Email,
    /// The stored hash that it was compared with.
    pub hash: String,
}

/// Checks the password. Attempts are counted like sign-ins, by network and by account; a refused one leaves the event
/// that `failed` makes of its reason.
///
/// # Errors
/// What to tell the user; see [`AuthError`].
pub async fn check_password(
    sign_ins: &SignIns,
    client: Client,
    user: UserId,
    password: &str,
    failed: fn(Refusal) -> Event,
) -> Result<Checked, AuthError> {
    if password.is_empty() {
        return Err(AuthError::CurrentPassword);
    }
    let found = user::Entity::find_by_id(user.0).one(&sign_ins.db).await.map_err(unavailable)?;
    let found = found.ok_or(AuthError::Disabled)?;
    let hash = found.password_hash.clone().ok_or(AuthError::CurrentPassword)?;
    let email: Email = found.email.parse().map_err(|_| AuthError::Unavailable)?;
    let failed = |refusal| audit::record(failed(refusal), Some(user));
    let place = sign_ins.passwords.place().inspect_err(|_| failed(Refusal::Busy))?;
    if !sign_ins.throttle.begin(&email, client.address) {
        failed(Refusal::ThrottledByAddress);
        return Err(AuthError::TooManyAttempts);
    }
    let counted = counted_as(sign_ins, &email, Some(&found), client.browser);
    if !ceiling::begin(&sign_ins.db, &counted, ceiling::FAILURES, now()).await.map_err(unavailable)? {
        failed(Refusal::ThrottledByAccount);
        return Err(AuthError::TooManyAttempts);
    }
    if !sign_ins.passwords.verify(place, password.into(), Some(hash.clone())).await? {
        failed(Refusal::WrongPassword);
        return Err(AuthError::CurrentPassword);
    }
    sign_ins.throttle.succeeded(&email, client.address);
    ceiling::clear(&sign_ins.db, &counted).await.map_err(unavailable)?;
    Ok(Checked { email, hash })
}
