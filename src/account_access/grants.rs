//! What the company grants an account outside Stripe.

use access::FeatureKey;
use database::Database;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use time::OffsetDateTime;

use super::{revise::revise, rules::RulesCache};
use crate::{
    audit::{self, Event},
    entity::access_grant::{ActiveModel, Column, Entity, Model},
    model::AccountId,
};

/// As many grants that were not revoked an account can have: each is read with every answer.
const MOST: u64 = 100;

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
    #[error("the account has {MOST} grants: revoke one of them")]
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
        revise(transaction, &RulesCache::default(), std::slice::from_ref(account)).await?;
        Ok(())
    })
    .await?;
    tracing::info!(account.id = %account, grant.id = %id, access.feature = %new.feature, "granted");
    audit::record_of_account(Event::AccessGranted, Some(account));
    Ok(id)
}

/// Revokes every grant of the feature, and returns how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(db: &Database, account: &AccountId, feature: &FeatureKey, reason: &str) -> Result<u64, DbErr> {
    let revoked = db
        .write_tx(async |transaction| {
            let revoked = Entity::update_many()
                .col_expr(Column::RevokedAt, Expr::value(clock::now_seconds()))
                .col_expr(Column::RevokedReason, Expr::value(reason))
                .filter(Column::AccountId.eq(account.as_str()))
                .filter(Column::Feature.eq(feature.as_str()))
                .filter(Column::RevokedAt.is_null())
                .exec(transaction)
                .await?;
            revise(transaction, &RulesCache::default(), std::slice::from_ref(account)).await?;
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

/// Every grant of the account, or of all accounts, revoked and ended ones included, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn grants_of(db: &impl ConnectionTrait, account: Option<&AccountId>) -> Result<Vec<Model>, DbErr> {
    let all = Entity::find().order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
    let all = match account {
        Some(account) => all.filter(Column::AccountId.eq(account.as_str())),
        None => all,
    };
    all.all(db).await
}
