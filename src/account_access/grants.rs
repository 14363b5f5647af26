//! What the company grants an account outside Stripe.

use access::FeatureKey;
use database::Database;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use time::OffsetDateTime;

use super::{
    revise::{Why, revise},
    rules::RulesCache,
};
use crate::{
    audit::{self, Event},
    entity::access_grant::{ActiveModel, Column, Entity, Model},
    model::AccountId,
};

/// As many grants that were not revoked an account can have: each is read with every answer.
const MOST: u64 = 100;

/// Accounts whose ended grants are closed in one transaction.
const PAGE: u64 = 100;

/// So many seconds after its end a grant is closed for good. A clock that is wrong by less ends nothing that goes on.
const REMEMBERED: i64 = 24 * 60 * 60;

/// What to grant.
#[derive(Clone, Debug)]
pub struct NewGrant {
    pub feature: FeatureKey,
    pub limit: Option<u64>,
    pub until: Option<OffsetDateTime>,
    pub reason: String,
}

/// Why nothing was granted.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    #[error("the account has {MOST} grants: revoke one of them; one that ended counts for another day")]
    TooMany,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Grants it, and returns the grant's id.
///
/// # Errors
/// When the account has too many, or the database does not answer.
pub async fn grant(db: &Database, account: &AccountId, new: &NewGrant) -> Result<String, GrantError> {
    let id = format!("grt_{}", uuid::Uuid::new_v4().simple());
    let row = ActiveModel {
        id: Set(id.clone()),
        account_id: Set(account.to_string()),
        feature: Set(new.feature.to_string()),
        feature_limit: Set(new.limit.map(|limit| i64::try_from(limit).unwrap_or(i64::MAX))),
        until: Set(new.until.map(OffsetDateTime::unix_timestamp)),
        reason: Set(new.reason.clone()),
        created_at: Set(clock::now_seconds()),
        revoked_at: Set(None),
        revoked_reason: Set(None),
    };
    db.try_write_tx(async |transaction| {
        if of_account(account).count(transaction).await? >= MOST {
            return Err(GrantError::TooMany);
        }
        Entity::insert(row).exec_without_returning(transaction).await?;
        revise(transaction, &RulesCache::default(), std::slice::from_ref(account), Why::Rows).await?;
        Ok(())
    })
    .await?;
    tracing::info!(account.id = %account, grant.id = %id, access.feature = %new.feature, "granted");
    audit::record_of_account(Event::AccessGranted, Some(account));
    Ok(id)
}

/// Revokes every grant of the feature that has not ended, and returns how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(db: &Database, account: &AccountId, feature: &FeatureKey, reason: &str) -> Result<u64, DbErr> {
    let now = clock::now_seconds();
    let revoked = db
        .write_tx(async |transaction| {
            let revoked = Entity::update_many()
                .col_expr(Column::RevokedAt, Expr::value(now))
                .col_expr(Column::RevokedReason, Expr::value(reason))
                .filter(Column::AccountId.eq(account.as_str()))
                .filter(Column::Feature.eq(feature.as_str()))
                .filter(Column::RevokedAt.is_null())
                .filter(Column::Until.is_null().or(Column::Until.gt(now)))
                .exec(transaction)
                .await?;
            revise(transaction, &RulesCache::default(), std::slice::from_ref(account), Why::Rows).await?;
            Ok(revoked.rows_affected)
        })
        .await?;
    if revoked > 0 {
        tracing::info!(account.id = %account, access.feature = %feature, grants = revoked, "grants revoked");
        audit::record_of_account(Event::AccessRevoked, Some(account));
    }
    Ok(revoked)
}

fn of_account(account: &AccountId) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::AccountId.eq(account.as_str())).filter(Column::RevokedAt.is_null())
}

/// The newest grants of the account, or of all accounts, revoked and ended ones included.
///
/// # Errors
/// When the database does not answer.
pub async fn grants_of(db: &impl ConnectionTrait, account: Option<&AccountId>, most: u64) -> Result<Vec<Model>, DbErr> {
    let all = Entity::find().order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(most);
    let all = match account {
        Some(account) => all.filter(Column::AccountId.eq(account.as_str())),
        None => all,
    };
    all.all(db).await
}

/// Closes the grants that ended a day ago, so that no answer reads them any more. Returns how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn close_ended_grants(db: &Database, now: i64) -> Result<u64, DbErr> {
    let mut closed = 0;
    loop {
        let of_page = db.write_tx(async |transaction| close_page(transaction, now).await).await?;
        if of_page == 0 {
            return Ok(closed);
        }
        closed += of_page;
    }
}

/// Those of some accounts: each commit is short.
async fn close_page(transaction: &DatabaseTransaction, now: i64) -> Result<u64, DbErr> {
    let ended = Column::RevokedAt.is_null().and(Column::Until.lte(now - REMEMBERED));
    let accounts = Entity::find().select_only().column(Column::AccountId).distinct().filter(ended.clone());
    let accounts: Vec<String> =
        accounts.order_by_asc(Column::AccountId).limit(PAGE).into_tuple().all(transaction).await?;
    let accounts: Vec<AccountId> = accounts.iter().filter_map(|id| id.parse().ok()).collect();
    let closed = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::col(Column::Until))
        .filter(ended)
        .filter(Column::AccountId.is_in(accounts.iter().map(AccountId::as_str)))
        .exec(transaction)
        .await?;
    // A feature that nothing else names is in no answer any more.
    revise(transaction, &RulesCache::default(), &accounts, Why::Rows).await?;
    Ok(closed.rows_affected)
}
