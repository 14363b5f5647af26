//! Products and prices, mirrored from Stripe, so that the pricing page works with Stripe down.

mod all;
mod features;
mod fetch;
mod missing;
mod store;
mod sync;
mod table;

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::entity::{price, product};

pub use fetch::CatalogFetch;
pub use missing::{Missing, fetch_missing};
pub use sync::{CatalogChanges, check_catalog, mirror_catalog};

/// All products. One whose row cannot be read is left out, and said in the log.
///
/// # Errors
/// When the database does not answer.
pub async fn products(db: &impl ConnectionTrait) -> Result<Vec<product::Model>, DbErr> {
    store::readable(db, product::Entity::find()).await
}

/// All active prices. One whose row cannot be read is left out, and said in the log.
///
/// # Errors
/// When the database does not answer.
pub async fn active_prices(db: &impl ConnectionTrait) -> Result<Vec<price::Model>, DbErr> {
    store::readable(db, price::Entity::find().filter(price::Column::Active.eq(true))).await
}
