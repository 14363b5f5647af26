//! A session store for tower-sessions in our database: no published store fits these versions. In
//! addition ids are hashed, each session has its user, and every session has a maximum age.

use std::collections::{BTreeMap, HashMap};

use database::{Database, is_taken};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{
    auth::{
        UserId,
        session_values::{ACCOUNT, EMAIL, HAS_OTHERS, HAS_PASSWORD, ROLE, SEEN, USER},
    },
    entity::{
        member,
        session::{ActiveModel, Column, Entity},
        user,
    },
    model::{AccountId, Role},
};

/// An unused session ends after this time (OWASP ASVS 5, 7.3.1).
const IDLE_LIMIT: Duration = Duration::days(14);

/// The maximum age of a session, even of an active one (OWASP ASVS 5, 7.3.2).
pub const ABSOLUTE_LIMIT: Duration = Duration::days(30);

/// The `sessions` table.
#[derive(Clone, Debug)]
pub struct DbSessionStore(Database);

impl DbSessionStore {
    pub fn new(db: Database) -> Self {
        Self(db)
    }
}

/// The form in which the database stores an id.
fn hashed(id: &Id) -> String {
    hex::encode(Sha256::digest(id.to_string()))
}

fn user_of(record: &Record) -> Option<i64> {
    record.data.get(USER).and_then(|value| serde_json::from_value::<UserId>(value.clone()).ok()).map(|user| user.0)
}

fn account_of(record: &Record) -> Option<String> {
    let account = record.data.get(ACCOUNT)?;
    serde_json::from_value::<AccountId>(account.clone()).ok().map(String::from)
}

/// A session's row, with what is looked up for it in the same statement.
#[derive(FromQueryResult)]
struct Found {
    data: String,
    last_seen_at: i64,
    expires_at: i64,
    account_id: Option<String>,
    /// In that account; `None` if the user is not its member any more.
    role: Option<Role>,
    /// `None` if nobody is signed in.
    email: Option<String>,
    has_others: bool,
    has_password: bool,
}

impl Found {
    fn into_record(self, id: Id) -> Result<Record> {
        let decode = |error: &dyn std::fmt::Display| Error::Decode(error.to_string());
        let mut data: HashMap<String, Value> = serde_json::from_str(&self.data).map_err(|error| decode(&error))?;
        data.insert(SEEN.to_owned(), self.last_seen_at.into());
        data.insert(EMAIL.to_owned(), self.email.into());
        data.insert(HAS_OTHERS.to_owned(), self.has_others.into());
        data.insert(HAS_PASSWORD.to_owned(), self.has_password.into());
        // Of somebody who is not a member any more there is no account.
        data.remove(ACCOUNT);
        if let (Some(account), Some(role)) = (self.account_id, self.role) {
            data.insert(ACCOUNT.to_owned(), account.into());
            data.insert(ROLE.to_owned(), serde_json::to_value(role).map_err(|error| decode(&error))?);
        }
        let expiry_date = OffsetDateTime::from_unix_timestamp(self.expires_at).map_err(|error| decode(&error))?;
        Ok(Record { id, data, expiry_date })
    }
}

/// The session's user as a member of accounts.
fn memberships() -> SelectStatement {
    let user = Expr::col((member::Entity, member::Column::UserId)).equals((Entity, Column::UserId));
    Query::select().from(member::Entity).and_where(user).to_owned()
}

fn its_role() -> Expr {
    let account = Expr::col((member::Entity, member::Column::AccountId)).equals((Entity, Column::AccountId));
    let role = memberships().column((member::Entity, member::Column::Role)).and_where(account).to_owned();
    Expr::SubQuery(None, Box::new(role.into()))
}

fn has_others() -> Expr {
    let other = Expr::col((member::Entity, member::Column::AccountId)).not_equals((Entity, Column::AccountId));
    Expr::exists(memberships().expr(Expr::value(1)).and_where(other).to_owned())
}

fn its_user() -> SelectStatement {
    let id = Expr::col((user::Entity, user::Column::Id)).equals((Entity, Column::UserId));
    Query::select().from(user::Entity).and_where(id).to_owned()
}

fn its_email() -> Expr {
    Expr::SubQuery(None, Box::new(its_user().column((user::Entity, user::Column::Email)).to_owned().into()))
}

fn has_password() -> Expr {
    let hash = Expr::col((user::Entity, user::Column::PasswordHash));
    Expr::exists(its_user().expr(Expr::value(1)).and_where(hash.is_not_null()).to_owned())
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

/// A session is invalid once its user is deleted or disabled (OWASP ASVS 5, 7.4.2), even if its row
/// still exists. Every lookup of a session uses this condition.
fn its_enabled_user() -> SelectStatement {
    let disabled_at = Expr::col((user::Entity, user::Column::DisabledAt));
    its_user().expr(Expr::value(1)).and_where(disabled_at.is_null()).to_owned()
}

/// Without what the tables say better.
fn encode(record: &Record) -> Result<String> {
    let derived = [ROLE, EMAIL, HAS_OTHERS, HAS_PASSWORD, SEEN];
    let own: BTreeMap<_, _> = record.data.iter().filter(|(name, _)| !derived.contains(&name.as_str())).collect();
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
        let now = clock::now();
        let row = Entity::find_by_id(hashed(id))
            .select_only()
            .columns([Column::Data, Column::LastSeenAt, Column::ExpiresAt, Column::AccountId])
            .expr_as(its_role(), "role")
            .expr_as(its_email(), "email")
            .expr_as(has_others(), "has_others")
            .expr_as(has_password(), "has_password")
            .filter(Column::ExpiresAt.gt(now.unix_timestamp()))
            .filter(Column::CreatedAt.gt((now - ABSOLUTE_LIMIT).unix_timestamp()))
            .filter(Column::UserId.is_null().or(Expr::exists(its_enabled_user())));
        // Every page loads its session first, so an unreachable database is noticed here.
        let row = row.into_model::<Found>().one(&self.0).await.map_err(backend)?;
        row.map(|row| row.into_record(*id)).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        Entity::delete_by_id(hashed(id)).exec(&self.0).await.map_err(backend)?;
        Ok(())
    }
}
