//! Changing a password, by the user or by the operator, which ends sessions.

use database::Database;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use tower_sessions::Session;

use crate::{
    audit::{self, Event},
    auth::{
        UserId,
        check_password::{Checked, check_password},
        elsewhere::Elsewhere,
        email_token::forget_resets,
        known_browser::KnownBrowser,
        password::Password,
        session_store::end_sessions,
        session_values::ACCOUNT,
        sign_in::{Client, TOLD_FOR, begin, unavailable},
        sign_ins::SignIns,
    },
    entity::user,
    model::{AccountId, AuthError},
    text::MailWriter,
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
    writer: &MailWriter,
) -> Result<Changed, AuthError> {
    let Checked { email, hash: before } =
        check_password(sign_ins, client, user, current, Event::PasswordChangeFailed).await?;
    let new = Password::choose(new, &email, &sign_ins.app_url)?;
    let hash = sign_ins.passwords.hash(sign_ins.passwords.place()?, new).await?;
    let mail = writer.password_changed(clock::now());
    let told = async |transaction: &_| sign_ins.outbox.post(transaction, email.as_str(), &mail, TOLD_FOR).await;
    let replaced = replace_password(&sign_ins.db, user, Some(before), hash.clone(), told).await;
    if !replaced.map_err(unavailable)? {
        // Another request changed the password after the check.
        return Err(AuthError::CurrentPassword);
    }
    sign_ins.outbox.notify();
    audit::record(Event::PasswordChanged, Some(user));
    let account = session.get::<AccountId>(ACCOUNT).await.ok().flatten();
    let elsewhere = Elsewhere::of(session).await.ok().flatten();
    Ok(match begin(session, user, account.as_ref(), elsewhere.as_ref(), client).await {
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
    replace_password(db, user, None, hash, async |_: &_| Ok(())).await.map(drop)
}

/// Like [`set_password`], but only if the stored hash still equals `before`, if given. Returns
/// whether it was stored; `told` runs in the transaction that stores it.
async fn replace_password(
    db: &Database,
    user: UserId,
    before: Option<String>,
    hash: String,
    told: impl AsyncFnOnce(&DatabaseTransaction) -> Result<(), DbErr>,
) -> Result<bool, DbErr> {
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
        // What was mailed for the password before is void (ASVS 5, 6.4.3).
        forget_resets(transaction, user).await?;
        told(transaction).await?;
        Ok(true)
    })
    .await
}
