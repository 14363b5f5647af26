//! The secrets in mailed links: made, found, and spent once.

use std::time::Duration;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::{
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

/// Spends it. Of two requests at the same time one gets `true`.
///
/// # Errors
/// When the database does not answer; then the caller's transaction ends, and nothing is done.
pub async fn spend(db: &impl ConnectionTrait, token_hash: &str) -> Result<bool, DbErr> {
    let now = clock::now_seconds();
    let spent = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::TokenHash.eq(token_hash))
        .filter(is_open(now))
        .exec(db)
        .await?;
    Ok(spent.rows_affected == 1)
}

/// Makes the other links void that were mailed to this address for this purpose.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &impl ConnectionTrait, purpose: TokenPurpose, email: &str) -> Result<(), DbErr> {
    let of_address = Entity::delete_many()
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::Email.eq(email))
        .filter(Column::UsedAt.is_null());
    of_address.exec(db).await.map(drop)
}

/// How often a code may be guessed. It has a million values.
const GUESSES: i32 = 5;

/// As many of one browser's links are compared with a code.
const AT_ONCE: u64 = 5;

/// Counts a guess against each link that was mailed for this browser, and returns those that may still be guessed.
///
/// # Errors
/// When the database does not answer.
pub async fn guess(db: &impl ConnectionTrait, browser_hash: &str) -> Result<Vec<Model>, DbErr> {
    let of_browser = Condition::all()
        .add(Column::Purpose.eq(TokenPurpose::SignIn))
        .add(Column::BrowserHash.eq(browser_hash))
        .add(is_open(clock::now_seconds()));
    Entity::update_many()
        .col_expr(Column::Guesses, Expr::col(Column::Guesses).add(1))
        .filter(of_browser.clone())
        .exec(db)
        .await?;
    Entity::find()
        .filter(of_browser)
        .filter(Column::Guesses.lte(GUESSES))
        .order_by_desc(Column::CreatedAt)
        .limit(AT_ONCE)
        .all(db)
        .await
}

/// Links are remembered for a day after their end.
const REMEMBERED: i64 = 24 * 60 * 60;

/// Removes links that ended long ago.
///
/// # Errors
/// When the database does not answer.
pub async fn prune(db: &impl ConnectionTrait, now: i64) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::ExpiresAt.lt(now - REMEMBERED)).exec(db).await.map(drop)
}
