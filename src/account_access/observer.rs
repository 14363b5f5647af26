//! What happens to answers in the transactions that write the mirror.

use access::{Catalog, Product};
use async_trait::async_trait;
use database::Database;
use mirror::{Mirror, SyncObserver};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use super::{
    revise::{Why, revise},
    rules::{RulesCache, catalog_of, lock_version, rules_changed, version},
};
use crate::{entity::customer_owner, model::AccountId};

/// Moves revisions together with the rows of Stripe's objects.
#[derive(Clone, Debug, Default)]
pub struct AccessObserver(pub RulesCache);

/// The mirror in this database; its writes move the revisions of answers.
///
/// # Errors
/// When the database does not answer.
pub async fn mirror_of(db: Database) -> Result<Mirror, DbErr> {
    let rules = RulesCache::default();
    match rules.at_least(&db, version(&db).await?).await {
        // The policy of a newer program keeps no rows from being written.
        Ok(_) | Err(DbErr::Json(_)) => {}
        Err(error) => return Err(error),
    }
    Ok(Mirror::new(db).observed_by(AccessObserver(rules)))
}

#[async_trait]
impl SyncObserver for AccessObserver {
    async fn synced(&self, transaction: &DatabaseTransaction, stripe_customer_id: &str) -> Result<(), DbErr> {
        let owner = customer_owner::Entity::find()
            .filter(customer_owner::Column::StripeCustomerId.eq(stripe_customer_id))
            .one(transaction)
            .await?;
        let account: Option<AccountId> = owner.and_then(|owner| owner.account_id.parse().ok());
        revise(transaction, &self.0, account.as_slice(), Why::Rows).await.map(drop)
    }

    /// A product can be many accounts', and what is sold is part of every answer: the worker moves their revisions.
    async fn products_changed(&self, transaction: &DatabaseTransaction, product_ids: &[String]) -> Result<(), DbErr> {
        // Whoever writes a product and whoever writes its price at the same time would each miss the other's.
        let version = lock_version(transaction).await?;
        let known = self.0.kept();
        let Some(before) = known.as_ref().filter(|kept| kept.version == version).map(|kept| &kept.catalog) else {
            return rules_changed(transaction).await;
        };
        let now = catalog_of(transaction, Some(product_ids)).await?;
        let is_same = product_ids.iter().all(|id| same(before, &now, id));
        if is_same { Ok(()) } else { rules_changed(transaction).await }
    }
}

/// Whether nothing of the product changed that an answer depends on, or the names by which pages tell it.
fn same(before: &Catalog, now: &Catalog, id: &str) -> bool {
    let of = |catalog: &Catalog| {
        let Product { name: _, problems: _, is_active, is_offered, is_plan, features, limits } =
            catalog.product(id)?.clone();
        let names: Vec<_> = features.iter().map(|key| catalog.name(key).map(str::to_owned)).collect();
        Some((is_active, is_offered, is_plan, features, limits, names))
    };
    of(before) == of(now)
}
