//! A session store for tower-sessions in our database: no published store fits these versions. In
//! addition ids are hashed, each session has its user, and every session has a maximum age.

use std::collections::BTreeMap;

use database::{Database, is_taken};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use sha2::{Digest, Sha256};
use time::Duration;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{
    auth::{
        UserId,
        session_lookup::{LookupError, look_up},
        session_values::{ACCOUNT, DERIVED, USER},
    },
    entity::session::{ActiveModel, Column, Entity},
    model::AccountId,
};

/// An unused session ends after this time (OWASP ASVS 5, 7.3.1).
const IDLE_LIMIT: Duration = Duration::days(14);

/// The `sessions` table.
#[derive(Clone, Debug)]
pub struct DbSessionStore(Database);

impl DbSessionStore {
    pub fn new(db: Database) -> Self {
        Self(db)
    }
}

/// The form in which the database stores an id.
pub(super) fn hashed(id: &Id) -> String {
    hex::encode(Sha256::digest(id.to_string()))
}

fn user_of(record: &Record) -> Option<i64> {
    record.data.get(USER).and_then(|value| serde_json::from_value::<UserId>(value.clone()).ok()).map(|user| user.0)
}

fn account_of(record: &Record) -> Option<String> {
    let account = record.data.get(ACCOUNT)?;
    serde_json::from_value::<AccountId>(account.clone()).ok().map(String::from)
}

/// Ends every session of a user; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn end_sessions(db: &impl ConnectionTrait, user: UserId) -> std::result::Result<u64, DbErr> {
    Ok(Entity::delete_many().filter(Column::UserId.eq(user.0)).exec(db).await?.rows_affected)
}

/// Notes that the session is in use.
///
/// # Errors
/// When the database does not answer.
pub async fn renew(db: &Database, id: &Id) -> std::result::Result<(), DbErr> {
    let now = clock::now_seconds();
    let update = Entity::update_many()
        .col_expr(Column::LastSeenAt, Expr::value(now))
        .col_expr(Column::ExpiresAt, Expr::value(now + IDLE_LIMIT.whole_seconds()))
        .filter(Column::Id.eq(hashed(id)));
    update.exec(db).await.map(drop)
}

/// Without what the tables say better.
fn encode(record: &Record) -> Result<String> {
    let own: BTreeMap<_, _> = record.data.iter().filter(|(name, _)| !DERIVED.contains(&name.as_str())).collect();
    serde_json::to_string(&own).map_err(|error| Error::Encode(error.to_string()))
}

fn backend(error: DbErr) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait::async_trait]
impl SessionStore for DbSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let now = clock::now_seconds();
        // Sign-ins are rare, so expired sessions are deleted here.
        Entity::delete_many().filter(Column::ExpiresAt.lte(now)).exec(&self.0).await.map_err(backend)?;
        loop {
            let row = ActiveModel {
                id: Set(hashed(&record.id)),
                user_id: Set(user_of(record)),
                account_id: Set(account_of(record)),
                data: Set(encode(record)?),
                created_at: Set(now),
                last_seen_at: Set(now),
                expires_at: Set(now + IDLE_LIMIT.whole_seconds()),
            };
            match Entity::insert(row).exec_without_returning(&self.0).await {
                Ok(_) => return Ok(()),
                Err(error) if is_taken(&error) => {
                    record.id = Id::default();
                }
                Err(error) => return Err(backend(error)),
            }
        }
    }

    /// Only an update: an upsert would restore a session that another request has just ended.
    async fn save(&self, record: &Record) -> Result<()> {
        let now = clock::now_seconds();
        Entity::update_many()
            .col_expr(Column::UserId, Expr::value(user_of(record)))
            .col_expr(Column::AccountId, Expr::value(account_of(record)))
            .col_expr(Column::Data, Expr::value(encode(record)?))
            .col_expr(Column::LastSeenAt, Expr::value(now))
            .col_expr(Column::ExpiresAt, Expr::value(now + IDLE_LIMIT.whole_seconds()))
            .filter(Column::Id.eq(hashed(&record.id)))
            .exec(&self.0)
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        // Every page loads its session first, so an unreachable database is noticed here.
        look_up(&self.0, id, &hashed(id)).await.map_err(|error| match error {
            LookupError::Database(error) => backend(error),
            error => Error::Decode(error.to_string()),
        })
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        Entity::delete_by_id(hashed(id)).exec(&self.0).await.map_err(backend)?;
        Ok(())
    }
}
