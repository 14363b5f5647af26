//! The secrets in mailed links: made, found, and spent once.

use std::time::Duration;

use database::delete_in_steps;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    auth::UserId,
    entity::email_token::{ActiveModel, Column, Entity, Model},
    model::TokenPurpose,
    token::Token,
};

/// What is stored of a link.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    pub purpose: TokenPurpose,
    pub email: &'a str,
    pub lifetime: Duration,
    pub user: Option<i64>,
    pub former_email: Option<String>,
    pub password_hash: Option<String>,
    pub code_tag: Option<String>,
    pub browser_hash: Option<String>,
    pub next: Option<String>,
}

impl<'a> NewToken<'a> {
    pub fn new(purpose: TokenPurpose, email: &'a str, lifetime: Duration) -> Self {
        Self {
            purpose,
            email,
            lifetime,
            user: None,
            former_email: None,
            password_hash: None,
            code_tag: None,
            browser_hash: None,
            next: None,
        }
    }

    /// Stores the hash of this token.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn store(self, db: &impl ConnectionTrait, token: &Token) -> Result<(), DbErr> {
        let now = clock::now_seconds();
        let row = ActiveModel {
            token_hash: Set(token.hash()),
            purpose: Set(self.purpose),
            email: Set(self.email.to_owned()),
            user_id: Set(self.user),
            former_email: Set(self.former_email),
            password_hash: Set(self.password_hash),
            code_tag: Set(self.code_tag),
            guesses: Set(0),
            browser_hash: Set(self.browser_hash),
            next: Set(self.next),
            created_at: Set(now),
            expires_at: Set(now.saturating_add_unsigned(self.lifetime.as_secs())),
            used_at: Set(None),
        };
        Entity::insert(row).exec_without_returning(db).await.map(drop)
    }
}

fn is_open(now: i64) -> Condition {
    Condition::all().add(Column::UsedAt.is_null()).add(Column::ExpiresAt.gt(now))
}

/// What was mailed with this token, if it still works. Nothing is spent.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, purpose: TokenPurpose, token: &Token) -> Result<Option<Model>, DbErr> {
    let found =
        Entity::find_by_id(token.hash()).filter(Column::Purpose.eq(purpose)).filter(is_open(clock::now_seconds()));
    Ok(found.all(db).await?.pop())
}

/// Spends it, and forgets what it held that nobody needs any more. Of two requests at the same time one gets `true`.
/// Whoever proves the same address at the same time waits until the caller's transaction ends, so that they find the
/// user that it makes.
///
/// # Errors
/// When the database does not answer; then the caller's transaction ends, and nothing is done.
pub async fn spend(transaction: &DatabaseTransaction, found: &Model) -> Result<bool, DbErr> {
    let of_address = Entity::find()
        .filter(Column::Email.eq(found.email.as_str()))
        .filter(Column::UsedAt.is_null())
        // In one order, so that two cannot wait for each other.
        .order_by_asc(Column::TokenHash)
        .lock_exclusive();
    of_address.all(transaction).await?;
    let now = clock::now_seconds();
    let nothing = || Expr::value(Option::<String>::None);
    let spent = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .col_expr(Column::PasswordHash, nothing())
        .col_expr(Column::CodeTag, nothing())
        .col_expr(Column::Next, nothing())
        .filter(Column::TokenHash.eq(found.token_hash.as_str()))
        .filter(is_open(now))
        .exec(transaction)
        .await?;
    Ok(spent.rows_affected == 1)
}

/// Makes the links void that lead this user to a new password.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_resets(db: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    let resets =
        Entity::delete_many().filter(Column::UserId.eq(user.0)).filter(Column::Purpose.eq(TokenPurpose::Reset));
    resets.exec(db).await.map(drop)
}

/// Makes the links void by which somebody else could sign up with this address.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_sign_ups(db: &impl ConnectionTrait, email: &str) -> Result<(), DbErr> {
    let others = Entity::delete_many()
        .filter(Column::Purpose.eq(TokenPurpose::SignUp))
        .filter(Column::Email.eq(email))
        .filter(Column::UsedAt.is_null());
    others.exec(db).await.map(drop)
}

/// How often a code may be guessed. It has a million values.
const GUESSES: i32 = 5;

/// Counts a guess against the newest link that was mailed for this browser, and returns it if it may still be guessed.
///
/// # Errors
/// When the database does not answer.
pub async fn guess(db: &impl ConnectionTrait, browser_hash: &str) -> Result<Option<Model>, DbErr> {
    let newest = Entity::find()
        .filter(Column::Purpose.eq(TokenPurpose::SignIn))
        .filter(Column::BrowserHash.eq(browser_hash))
        .filter(is_open(clock::now_seconds()))
        .order_by_desc(Column::CreatedAt)
        .order_by_asc(Column::TokenHash)
        .limit(1);
    let Some(newest) = newest.all(db).await?.pop() else { return Ok(None) };
    let counted = Entity::update_many()
        .col_expr(Column::Guesses, Expr::col(Column::Guesses).add(1))
        .filter(Column::TokenHash.eq(newest.token_hash.as_str()))
        .filter(Column::Guesses.lt(GUESSES));
    Ok((counted.exec(db).await?.rows_affected == 1).then_some(newest))
}

/// Links are remembered for a day after their end.
const REMEMBERED: i64 = 24 * 60 * 60;

/// Removes links that ended long ago.
///
/// # Errors
/// When the database does not answer.
pub async fn prune(db: &impl ConnectionTrait, now: i64) -> Result<u64, DbErr> {
    delete_in_steps::<Entity>(db, Column::TokenHash, Column::ExpiresAt.lt(now - REMEMBERED)).await
}
