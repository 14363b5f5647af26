//! The rules: the policy and the products, which are the same for all accounts and kept in memory.

use std::sync::{Arc, Mutex, PoisonError};

use access::{Catalog, Policy};
use billing::offered_products;
use database::Database;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryOrder, QuerySelect, sea_query::Expr,
};
use serde::Deserialize;

use crate::entity::{access_policy, access_rules};

/// The policy and the products, as of one version.
#[derive(Debug)]
pub struct Rules {
    /// Grows with each change of either.
    pub version: i64,
    pub policy: Policy,
    pub catalog: Catalog,
}

/// The rules that were read last. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct RulesCache(Arc<Mutex<Option<Arc<Rules>>>>);

impl RulesCache {
    /// The rules of this version or a later one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn at_least(&self, db: &Database, version: i64) -> Result<Arc<Rules>, DbErr> {
        if let Some(kept) = self.kept().filter(|kept| kept.version >= version) {
            return Ok(kept);
        }
        let read = Arc::new(db.snapshot(async |transaction| rules_of(transaction).await).await?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(read.clone());
        Ok(read)
    }

    /// The rules as the transaction sees them. What it changes itself is not kept: it may be rolled back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn within(&self, transaction: &DatabaseTransaction) -> Result<Arc<Rules>, DbErr> {
        let version = version(transaction).await?;
        match self.kept().filter(|kept| kept.version == version) {
            Some(kept) => Ok(kept),
            None => rules_of(transaction).await.map(Arc::new),
        }
    }

    /// What was read last, whether it still holds or not.
    pub fn kept(&self) -> Option<Arc<Rules>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Reads the rules; `db` must see them as of one moment.
///
/// # Errors
/// When the database does not answer, or holds a policy of a newer program.
pub async fn rules_of(db: &impl ConnectionTrait) -> Result<Rules, DbErr> {
    let version = version(db).await?;
    let policy = current_policy(db).await?.unwrap_or_default();
    Ok(Rules { version, policy, catalog: catalog_of(db, None).await? })
}

/// Reads the products, all or these, and what is offered of them. One whose row cannot be read is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn catalog_of(db: &impl ConnectionTrait, only: Option<&[String]>) -> Result<Catalog, DbErr> {
    let (products, prices) = (mirror::products(db, only).await?, mirror::active_prices(db, only).await?);
    let offered = offered_products(&products, &prices);
    Ok(Catalog::new(products, &offered))
}

/// The version of the rules.
///
/// # Errors
/// When the database does not answer.
pub async fn version(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    Ok(access_rules::Entity::find().one(db).await?.map_or(0, |row| row.version))
}

/// The version of the rules, which nobody else changes before this transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_version(transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
    Ok(access_rules::Entity::find().lock_exclusive().one(transaction).await?.map_or(0, |row| row.version))
}

/// Notes that the rules are others, in the transaction that changes them.
///
/// # Errors
/// When the database does not answer.
pub async fn rules_changed(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    use access_rules::Column::Version;
    let changed = access_rules::Entity::update_many().col_expr(Version, Expr::col(Version).add(1));
    match changed.exec(transaction).await?.rows_affected {
        0 => Err(DbErr::RecordNotFound("the row of the table access_rules".to_owned())),
        _ => Ok(()),
    }
}

/// The policy that was applied last; `None` if none ever was.
///
/// # Errors
/// When the database does not answer, or holds a policy of a newer program.
pub async fn current_policy(db: &impl ConnectionTrait) -> Result<Option<Policy>, DbErr> {
    let newest = access_policy::Entity::find().order_by_desc(access_policy::Column::Version).one(db).await?;
    let read = |row: access_policy::Model| Policy::deserialize(row.policy);
    newest.map(read).transpose().map_err(|error| DbErr::Json(format!("the policy that was applied last: {error}")))
}
