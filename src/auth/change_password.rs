//! Changing a password, by the user or by the operator, which ends sessions.

use database::Database;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use tower_sessions::Session;

use crate::{
    audit::{self, Event, Refusal},
    auth::{
        UserId, ceiling,
        elsewhere::Elsewhere,
        email::Email,
        known_browser::KnownBrowser,
        password::Password,
        session_store::end_sessions,
        session_values::ACCOUNT,
        sign_in::{Client, begin, counted_as, now, unavailable},
        sign_ins::SignIns,
    },
    entity::user,
    model::{AccountId, AuthError},
};

/// What happened to the session in which the password was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It continues under a new id, and the browser is known by the new password.
    SignedIn(KnownBrowser),
    /// It ended with the others, and a new one could not be started.
    SignedOut,
}

/// Changes the signed-in user's password; the current one is required (OWASP ASVS 5, 6.2.3). All
/// other sessions end (7.4.3), and this one gets a new id.
///
/// # Errors
/// What to tell the user; see [`AuthError`]. The password is then unchanged.
pub async fn change_password(
    sign_ins: &SignIns,
    session: &Session,
    client: Client,
    user: UserId,
    current: &str,
    new: &str,
) -> Result<Changed, AuthError> {
    if current.is_empty() {
        return Err(AuthError::CurrentPassword);
    }
    let found = user::Entity::find_by_id(user.0).one(&sign_ins.db).await.map_err(unavailable)?;
    let found = found.ok_or(AuthError::Disabled)?;
    let before = found.password_hash.clone().ok_or(AuthError::CurrentPassword)?;
    let email: Email = found.email.parse().map_err(|_| AuthError::Unavailable)?;
    let failed = |refusal| audit::record(Event::PasswordChangeFailed(refusal), Some(user));
    let place = sign_ins.passwords.place().inspect_err(|_| failed(Refusal::Busy))?;
    if !sign_ins.throttle.begin(&email, client.address) {
        failed(Refusal::ThrottledByAddress);
        return Err(AuthError::TooManyAttempts);
    }
    let counted = counted_as(sign_ins, &email, Some(&found), client.browser);
    if !ceiling::begin(&sign_ins.db, &counted, now()).await.map_err(unavailable)? {
        failed(Refusal::ThrottledByAccount);
        return Err(AuthError::TooManyAttempts);
    }
    if !sign_ins.passwords.verify(place, current.into(), Some(before.clone())).await? {
        failed(Refusal::WrongPassword);
        return Err(AuthError::CurrentPassword);
    }
    sign_ins.throttle.succeeded(&email, client.address);
    ceiling::clear(&sign_ins.db, &counted).await.map_err(unavailable)?;
    let new = Password::choose(new, &email, &sign_ins.app_url)?;
    let hash = sign_ins.passwords.hash(sign_ins.passwords.place()?, new).await?;
    if !replace_password(&sign_ins.db, user, Some(before), hash.clone()).await.map_err(unavailable)? {
        // Another request changed the password after the check.
        return Err(AuthError::CurrentPassword);
    }
    audit::record(Event::PasswordChanged, Some(user));
    let account = session.get::<AccountId>(ACCOUNT).await.ok().flatten();
    let elsewhere = Elsewhere::of(session).await.ok().flatten();
    Ok(match begin(session, user, account.as_ref(), elsewhere.as_ref()).await {
        Ok(()) => Changed::SignedIn(KnownBrowser::signed_in(None, user, &hash)),
        // `begin` has logged the error.
        Err(_) => Changed::SignedOut,
    })
}

/// Stores the hash of a new password and ends every session, in one transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn set_password(db: &Database, user: UserId, hash: String) -> Result<(), DbErr> {
    replace_password(db, user, None, hash).await.map(drop)
}

/// Like [`set_password`], but only if the stored hash still equals `before`, if given. Returns
/// whether it was stored.
async fn replace_password(db: &Database, user: UserId, before: Option<String>, hash: String) -> Result<bool, DbErr> {
    db.write_tx(async |transaction| {
        let mut replace = user::Entity::update_many()
            .col_expr(user::Column::PasswordHash, Expr::value(hash))
            .filter(user::Column::Id.eq(user.0));
        if let Some(before) = before {
            replace = replace.filter(user::Column::PasswordHash.eq(before));
        }
        if replace.exec(transaction).await?.rows_affected == 0 {
            return Ok(false);
        }
        end_sessions(transaction, user).await?;
        Ok(true)
    })
    .await
}
