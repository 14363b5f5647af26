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

/// All products, or those with these ids. One whose row cannot be read is left out, and said in the log.
///
/// # Errors
/// When the database does not answer.
pub async fn products(db: &impl ConnectionTrait, only: Option<&[String]>) -> Result<Vec<product::Model>, DbErr> {
    let all = product::Entity::find();
    let found = match only {
        Some(ids) => all.filter(product::Column::Id.is_in(ids)),
        None => all,
    };
    store::readable(db, found).await
}

/// All active prices, or those of the products with these ids. One whose row cannot be read is left out, and said in the
/// log.
///
/// # Errors
/// When the database does not answer.
pub async fn active_prices(db: &impl ConnectionTrait, only: Option<&[String]>) -> Result<Vec<price::Model>, DbErr> {
    let all = price::Entity::find().filter(price::Column::Active.eq(true));
    let found = match only {
        Some(ids) => all.filter(price::Column::ProductId.is_in(ids)),
        None => all,
    };
    store::readable(db, found).await
}
