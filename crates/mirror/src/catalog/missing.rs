//! Products and prices that a customer pays for and that are not mirrored yet.

use std::collections::{BTreeMap, BTreeSet};

use database::Database;
use stripe::StripeClient;

use crate::{
    catalog::{
        all::{OneByOne, one_by_one},
        fetch::{CatalogFetch, CatalogObject},
        store,
    },
    entity::{price, product},
    error::SyncError,
    stripe_object::StripeObject,
};

/// The missing objects: those that were found, and those that could not be fetched, or not with everything, with the
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
    let OneByOne { objects, unreadable } = one_by_one::<price::Entity>(db, stripe, prices).await?;
    products.extend(objects.iter().filter_map(CatalogObject::product_id));
    missing.found.extend(objects.into_iter().map(CatalogFetch::Price));
    missing.failed.extend(unreadable.into_iter().map(|(id, why)| (StripeObject::Price(id), why)));
    let products = store::missing::<product::Entity>(db, &products).await?;
    let OneByOne { objects, unreadable } = one_by_one::<product::Entity>(db, stripe, products).await?;
    missing.found.extend(objects.into_iter().map(CatalogFetch::Product));
    missing.failed.extend(unreadable.into_iter().map(|(id, why)| (StripeObject::Product(id), why)));
    Ok(missing)
}
