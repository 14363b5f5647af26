//! Another password, by the user or by the operator; and ending sessions.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use tower_sessions::Session;

use super::{
    Client, Email, Password, UserId, ceiling,
    session_store::end_sessions,
    sign_in::{begin, counted_as, now, unavailable},
};
use crate::{
    model::AuthError,
    server::{
        audit::{self, Event, Refusal},
        db::{self, entity::user},
        state::AppState,
    },
};

/// Replaces the password of the signed-in user, who has to know the one before (OWASP ASVS 5, 6.2.3). All
/// other sessions end (7.4.3), and this one gets another id.
///
/// # Errors
/// What to tell the person; see [`AuthError`]. The password is then the one before.
pub async fn change_password(
    state: &AppState,
    session: &Session,
    client: Client,
    user: UserId,
    current: &str,
    new: &str,
) -> Result<(), AuthError> {
    if current.is_empty() {
        return Err(AuthError::CurrentPassword);
    }
    let found = db::in_time(user::Entity::find_by_id(user.0).one(&state.db)).await.map_err(unavailable)?;
    let found = found.ok_or(AuthError::Disabled)?;
    let email: Email = found.email.parse().map_err(|_| AuthError::Unavailable)?;
    let failed = |refusal| audit::record(Event::PasswordChangeFailed(refusal), Some(user));
    let place = state.passwords.place().inspect_err(|_| failed(Refusal::Busy))?;
    if !state.throttle.begin(&email, client.address) {
        failed(Refusal::ThrottledByAddress);
        return Err(AuthError::TooManyAttempts);
    }
    let counted = counted_as(state, &email, Some(&found), client.browser);
    if !ceiling::begin(&state.db, &counted, now()).await.map_err(unavailable)? {
        failed(Refusal::ThrottledByAccount);
        return Err(AuthError::TooManyAttempts);
    }
    if !state.passwords.verify(place, current.into(), Some(found.password_hash)).await? {
        failed(Refusal::WrongPassword);
        return Err(AuthError::CurrentPassword);
    }
    state.throttle.succeeded(&email, client.address);
    ceiling::clear(&state.db, &counted).await.map_err(unavailable)?;
    let new = Password::choose(new, &email, &state.settings.app_url)?;
    let hash = state.passwords.hash(state.passwords.place()?, new).await?;
    set_password(&state.db, user, hash).await.map_err(unavailable)?;
    begin(session, user).await?;
    audit::record(Event::PasswordChanged, Some(user));
    Ok(())
}

/// Stores another password's hash and ends every session, in one transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn set_password(db: &DatabaseConnection, user: UserId, hash: String) -> Result<(), DbErr> {
    db::write(db, async |transaction| {
        user::Entity::update_many()
            .col_expr(user::Column::PasswordHash, Expr::value(hash))
            .filter(user::Column::Id.eq(user.0))
            .exec(transaction)
            .await?;
        end_sessions(transaction, user).await.map(drop)
    })
    .await
}
