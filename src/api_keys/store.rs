//! The table `api_keys`.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QueryResult,
    sea_query::{Expr, Query, SelectStatement},
};

use super::{
    key::{KeyId, PresentedKey},
    scope::Scopes,
};
use crate::entity::api_key::{ActiveModel, Column, Entity, Model};

/// The time between two notes of a key's use, in seconds: not every call is a write.
const NOTE_EVERY: i64 = 60;

/// A key that was shown and is valid.
#[derive(Clone, Debug)]
pub struct ApiKey {
    pub id: KeyId,
    pub scopes: Scopes,
    last_used_at: Option<i64>,
}

/// A key as the table has it.
#[derive(Clone, Debug)]
pub struct StoredKey {
    secret_hash: String,
    scopes: String,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
}

/// Makes a key. This is the only time at which its text is known.
///
/// # Errors
/// When the database does not answer, or the operating system gives no random bytes.
pub async fn create_key(db: &impl ConnectionTrait, name: &str, scopes: &Scopes) -> Result<PresentedKey, DbErr> {
    let key =
        PresentedKey::random().ok_or_else(|| DbErr::Custom("the operating system gave no random bytes".to_owned()))?;
    let row = ActiveModel {
        id: Set(key.id.to_string()),
        name: Set(name.to_owned()),
        scopes: Set(scopes.to_string()),
        secret_hash: Set(key.secret_hash()),
        created_at: Set(clock::now_seconds()),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(key)
}

/// Every key, revoked ones included, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn keys(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    Entity::find().order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await
}

/// What became of revoking a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    Now,
    Before,
    NoSuchKey,
}

/// Revokes a key. It holds at once on every replica, since each request reads the key.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke_key(db: &impl ConnectionTrait, id: &KeyId) -> Result<Revoked, DbErr> {
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(clock::now_seconds()))
        .filter(Column::Id.eq(id.as_str()))
        .filter(Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(match revoked.rows_affected {
        0 if Entity::find_by_id(id.as_str()).one(db).await?.is_none() => Revoked::NoSuchKey,
        0 => Revoked::Before,
        _ => Revoked::Now,
    })
}

/// The key, if it exists, has this secret, and is not revoked.
///
/// # Errors
/// When the database does not answer.
pub async fn authenticate(db: &impl ConnectionTrait, key: &PresentedKey) -> Result<Option<ApiKey>, DbErr> {
    let mut select = Query::select().from(Entity).and_where(own(Column::Id).eq(key.id.as_str())).to_owned();
    add_key(&mut select);
    let row = db.query_one(&select).await?;
    Ok(row.map(|row| StoredKey::read(&row)).transpose()?.and_then(|stored| stored.presented(key)))
}

/// Adds the columns that [`StoredKey::read`] takes to a statement that reads the table `api_keys`.
pub fn add_key(select: &mut SelectStatement) {
    for (column, name) in COLUMNS {
        select.expr_as(own(column), name);
    }
}

/// What of the table a statement reads, with names that are no other table's.
const COLUMNS: [(Column, &str); 4] = [
    (Column::Scopes, "key_scopes"),
    (Column::SecretHash, "key_secret_hash"),
    (Column::LastUsedAt, "key_last_used_at"),
    (Column::RevokedAt, "key_revoked_at"),
];

fn own(column: Column) -> Expr {
    Expr::col((Entity, column))
}

impl StoredKey {
    /// Reads a row with the columns of [`add_key`].
    ///
    /// # Errors
    /// When it is another row.
    pub fn read(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            secret_hash: row.try_get("", "key_secret_hash")?,
            scopes: row.try_get("", "key_scopes")?,
            last_used_at: row.try_get("", "key_last_used_at")?,
            revoked_at: row.try_get("", "key_revoked_at")?,
        })
    }

    /// The key, if what is presented has this secret, and it is not revoked.
    pub fn presented(self, key: &PresentedKey) -> Option<ApiKey> {
        if !key.has_hash(&self.secret_hash) || self.revoked_at.is_some() {
            return None;
        }
        let unread = |error| {
            tracing::error!(api_key.id = %key.id, error = %error, "the API key's scopes cannot be read; make another key");
        };
        let scopes = self.scopes.parse().map_err(unread).ok()?;
        Some(ApiKey { id: key.id.clone(), scopes, last_used_at: self.last_used_at })
    }
}

/// Notes that the key was used, at most once a minute.
///
/// # Errors
/// When the database does not answer.
pub async fn note_use(db: &impl ConnectionTrait, key: &ApiKey) -> Result<(), DbErr> {
    let now = clock::now_seconds();
    let before = now - NOTE_EVERY;
    if key.last_used_at.is_some_and(|at| at > before) {
        return Ok(());
    }
    // Of two calls at the same time one writes.
    let is_due = Condition::any().add(Column::LastUsedAt.is_null()).add(Column::LastUsedAt.lte(before));
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(now))
        .filter(Column::Id.eq(key.id.as_str()))
        .filter(is_due)
        .exec(db)
        .await
        .map(drop)
}
