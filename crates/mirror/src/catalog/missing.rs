//! Products and prices that a customer pays for and that are not mirrored yet.

use std::collections::{BTreeMap, BTreeSet};

use database::Database;
use stripe::StripeClient;

use crate::{
    catalog::{all::one_by_one, fetch::CatalogFetch, store},
    entity::{price, product},
    error::SyncError,
    stripe_object::StripeObject,
};

/// The missing objects: those that were found, and those that could not be fetched, with the
/// reasons.
pub struct Missing {
    pub found: Vec<CatalogFetch>,
    pub failed: BTreeMap<StripeObject, String>,
}

/// Fetches those of these prices and products that are not mirrored. Mirrored ones are kept up to
/// date by their own events. One that cannot be fetched is left out: its customer is shown without
/// its details, and the next sync tries again.
pub async fn fetch_missing(
    db: &Database,
    stripe: &StripeClient,
    prices: &BTreeSet<String>,
    mut products: BTreeSet<String>,
) -> Result<Missing, SyncError> {
    let mut missing = Missing { found: Vec::new(), failed: BTreeMap::new() };
    let prices = store::missing::<price::Entity>(db, prices).await?;
    for (id, price) in one_by_one::<price::Entity>(db, stripe, prices).await? {
        match price {
            Ok(price) => {
                products.extend(price.product_id());
                missing.found.push(CatalogFetch::Price(price));
            }
            Err(why) => drop(missing.failed.insert(StripeObject::Price(id), why)),
        }
    }
    let products = store::missing::<product::Entity>(db, &products).await?;
    for (id, product) in one_by_one::<product::Entity>(db, stripe, products).await? {
        match product {
            Ok(product) => missing.found.push(CatalogFetch::Product(product)),
            Err(why) => drop(missing.failed.insert(StripeObject::Product(id), why)),
        }
    }
    Ok(missing)
}
