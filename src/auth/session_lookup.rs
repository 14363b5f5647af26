//! Looking a session up, with what belongs to it, by one statement: each page begins with it.
//!
//! A page that needs one statement more can have its answer in the same trip, see [`Beside`].

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use database::{Database, KeyedSelect};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, QueryResult,
    sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement},
};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};

use crate::{
    auth::session_values::{ACCOUNT, CUSTOMER, EMAIL, HAS_OTHERS, HAS_PASSWORD, ROLE, SEEN},
    entity::{
        customer_owner, member,
        session::{Column, Entity},
        user,
    },
    model::Role,
};

/// The maximum age of a session, even of an active one (OWASP ASVS 5, 7.3.2).
pub const ABSOLUTE_LIMIT: Duration = Duration::days(30);

/// By the hash of its id.
static OF_SESSION: KeyedSelect = KeyedSelect::new(|_, id| with_session(Query::select(), id));

tokio::task_local! {
    static BESIDE: Arc<Beside>;
}

/// What else is read in the session's trip to the database, for one request.
#[derive(Debug)]
pub struct Beside {
    select: &'static KeyedSelect,
    row: Mutex<Option<QueryResult>>,
}

impl Beside {
    /// `select` is made by [`with_session`] of columns of the page's own.
    pub fn new(select: &'static KeyedSelect) -> Arc<Self> {
        Arc::new(Self { select, row: Mutex::default() })
    }

    /// Handles the request, whose session is looked up by this statement.
    pub async fn within<T>(self: Arc<Self>, handled: impl Future<Output = T>) -> T {
        BESIDE.scope(self, handled).await
    }

    /// The valid session's row; `None` if none was looked up.
    pub fn take(&self) -> Option<QueryResult> {
        self.row.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Adds the columns of the session whose hashed id is given, with its user, its member and its account's customer; the
/// statement's own columns may refer to these tables.
pub fn with_session(mut select: SelectStatement, id: Expr) -> SelectStatement {
    let own = |column| Expr::col((Entity, column));
    let of_user = |column| Expr::col((user::Entity, column));
    let of_member = |column| Expr::col((member::Entity, column));
    let its_user = of_user(user::Column::Id).equals((Entity, Column::UserId));
    let its_member = of_member(member::Column::UserId)
        .equals((Entity, Column::UserId))
        .and(of_member(member::Column::AccountId).equals((Entity, Column::AccountId)));
    let its_customer =
        Expr::col((customer_owner::Entity, customer_owner::Column::AccountId)).equals((Entity, Column::AccountId));
    let other = Query::select()
        .expr(Expr::value(1))
        .from_as(member::Entity, "others")
        .and_where(Expr::col(("others", member::Column::UserId)).equals((Entity, Column::UserId)))
        .and_where(Expr::col(("others", member::Column::AccountId)).not_equals((Entity, Column::AccountId)))
        .to_owned();
    select
        .from(Entity)
        .join(JoinType::LeftJoin, user::Entity, its_user)
        .join(JoinType::LeftJoin, member::Entity, its_member)
        .join(JoinType::LeftJoin, customer_owner::Entity, its_customer)
        .expr_as(own(Column::Data), "data")
        .expr_as(own(Column::UserId), "user_id")
        .expr_as(own(Column::AccountId), "account_id")
        .expr_as(own(Column::CreatedAt), "created_at")
        .expr_as(own(Column::LastSeenAt), "last_seen_at")
        .expr_as(own(Column::ExpiresAt), "expires_at")
        .expr_as(of_user(user::Column::Email), "email")
        .expr_as(of_user(user::Column::DisabledAt), "disabled_at")
        .expr_as(of_user(user::Column::PasswordHash).is_not_null(), "has_password")
        .expr_as(of_member(member::Column::Role), "role")
        .expr_as(Expr::col((customer_owner::Entity, customer_owner::Column::StripeCustomerId)), "customer")
        .expr_as(Expr::exists(other), "has_others")
        .and_where(own(Column::Id).eq(id))
        .to_owned()
}

#[derive(FromQueryResult)]
struct Found {
    data: String,
    user_id: Option<i64>,
    account_id: Option<String>,
    created_at: i64,
    last_seen_at: i64,
    expires_at: i64,
    /// `None` if nobody is signed in, or the user is deleted.
    email: Option<String>,
    disabled_at: Option<i64>,
    has_password: bool,
    /// In the session's account; `None` if the user is not its member any more.
    role: Option<Role>,
    /// The session's account's.
    customer: Option<String>,
    has_others: bool,
}

/// Why a row is no session.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error("the session's values: {0}")]
    Values(#[from] serde_json::Error),
    #[error("the session's end: {0}")]
    End(#[from] time::error::ComponentRange),
}

impl Found {
    /// A session ends in time, and once its user is deleted or disabled (OWASP ASVS 5, 7.4.2), even if its row is still
    /// there.
    fn is_valid(&self, now: OffsetDateTime) -> bool {
        let in_time =
            self.expires_at > now.unix_timestamp() && self.created_at > (now - ABSOLUTE_LIMIT).unix_timestamp();
        in_time && (self.user_id.is_none() || (self.email.is_some() && self.disabled_at.is_none()))
    }

    fn into_record(self, id: Id) -> Result<Record, LookupError> {
        let mut data: HashMap<String, Value> = serde_json::from_str(&self.data)?;
        data.insert(SEEN.to_owned(), self.last_seen_at.into());
        data.insert(EMAIL.to_owned(), self.email.into());
        data.insert(HAS_OTHERS.to_owned(), self.has_others.into());
        data.insert(HAS_PASSWORD.to_owned(), self.has_password.into());
        // Of somebody who is not a member any more there is no account.
        data.remove(ACCOUNT);
        if let (Some(account), Some(role)) = (self.account_id, self.role) {
            data.insert(ACCOUNT.to_owned(), account.into());
            data.insert(ROLE.to_owned(), serde_json::to_value(role)?);
            data.insert(CUSTOMER.to_owned(), self.customer.into());
        }
        Ok(Record { id, data, expiry_date: OffsetDateTime::from_unix_timestamp(self.expires_at)? })
    }
}

/// The session whose id has this hash, if it is valid.
///
/// # Errors
/// When the database does not answer, or the row cannot be read.
pub async fn look_up(db: &Database, id: &Id, hashed: &str) -> Result<Option<Record>, LookupError> {
    let beside = BESIDE.try_with(Clone::clone).ok();
    let select = beside.as_ref().map_or(&OF_SESSION, |beside| beside.select);
    let Some(row) = db.query_one_raw(select.of(db.get_database_backend(), hashed)).await? else { return Ok(None) };
    let found = Found::from_query_result(&row, "")?;
    if !found.is_valid(clock::now()) {
        return Ok(None);
    }
    if let Some(beside) = beside {
        *beside.row.lock().unwrap_or_else(PoisonError::into_inner) = Some(row);
    }
    found.into_record(*id).map(Some)
}
