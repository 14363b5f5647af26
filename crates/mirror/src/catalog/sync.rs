//! Updating all products and prices from Stripe.

use std::collections::{BTreeMap, HashSet};

use database::Database;
use sea_orm::{ColumnTrait, ExprTrait};
use stripe::StripeClient;

use crate::{
    catalog::{
        all::{All, Gone, all},
        store,
        table::{CatalogRow as _, CatalogTable},
    },
    difference::{Difference, compare, left_row, unreadable_row},
    entity::{price, product},
    error::SyncError,
    mirror::Mirror,
    stripe_object::StripeObject,
};

/// The result of mirroring the catalog.
#[derive(Debug, Default)]
pub struct CatalogChanges {
    /// The products and prices that differed and were updated.
    pub changed: Vec<StripeObject>,
    /// Those that could not be read, or not with everything, with the reasons. What could not be read is unchanged.
    pub unreadable: BTreeMap<StripeObject, String>,
}

/// Fetches all products and prices, and deactivates those that no longer exist.
///
/// # Errors
/// When Stripe or the database does not answer. Rows written before stay.
pub async fn mirror_catalog(mirror: &Mirror, stripe: &StripeClient) -> Result<CatalogChanges, SyncError> {
    let mut mirrored = CatalogChanges::default();
    mirror_table::<product::Entity>(mirror, stripe, &mut mirrored).await?;
    mirror_table::<price::Entity>(mirror, stripe, &mut mirrored).await?;
    Ok(mirrored)
}

async fn mirror_table<E: CatalogTable>(
    mirror: &Mirror,
    stripe: &StripeClient,
    mirrored: &mut CatalogChanges,
) -> Result<(), SyncError> {
    let before = store::draw_ticket(&mirror.db).await?;
    let All { pages, gone, unreadable } = all::<E>(&mirror.db, stripe).await?;
    for page in pages {
        let whole = page.iter().map(|row| row.id()).filter(|id| !unreadable.contains_key(*id));
        let keys: Vec<_> = whole.map(|id| E::OBJECT(id.to_owned()).to_string()).collect();
        let changed = mirror.db.write_tx(async |transaction| {
            let changed = store::write::<E>(transaction, page).await?;
            mirror.note_changed(transaction, &changed).await?;
            // Earlier failures can be retried at once.
            mirror.queue.retry_now(transaction, &keys).await?;
            Ok(changed)
        });
        mirrored.changed.extend(changed.await?);
    }
    let gone = match gone {
        Gone::Unlisted => E::ACTIVE.eq(true).and(E::ID.is_not_in(unreadable.keys())),
        Gone::These(ids) => E::ID.is_in(ids),
    };
    let gone = mirror.db.write_tx(async |transaction| {
        let gone = store::take_off::<E>(transaction, before, gone).await?;
        mirror.note_changed(transaction, &gone).await?;
        Ok(gone)
    });
    mirrored.changed.extend(gone.await?);
    mirrored.unreadable.extend(unreadable.into_iter().map(|(id, why)| (E::OBJECT(id), why)));
    Ok(())
}

/// The differences of the mirror from Stripe; writes nothing.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn check_catalog(db: &Database, stripe: &StripeClient) -> Result<Vec<Difference>, SyncError> {
    let mut found = differences::<product::Entity>(db, stripe).await?;
    found.extend(differences::<price::Entity>(db, stripe).await?);
    Ok(found)
}

async fn differences<E: CatalogTable>(db: &Database, stripe: &StripeClient) -> Result<Vec<Difference>, SyncError> {
    // Before the list, which may lack objects that are created in the meantime.
    let sold = store::sold::<E>(db).await?;
    let All { pages, gone, unreadable } = all::<E>(db, stripe).await?;
    let (mut found, mut listed) = (Vec::new(), HashSet::new());
    for page in pages {
        let page: Vec<_> = page.into_iter().map(|row| row.with_ticket(0)).collect();
        let ours: Vec<_> =
            store::readable(db, store::here::<E>(&page)).await?.into_iter().map(|row| row.with_ticket(0)).collect();
        let page = store::keep::<E>(page, &store::by_id::<E>(ours.clone()));
        compare(&mut found, E::ID, &ours, &page);
        listed.extend(page.iter().map(|row| row.id().to_owned()));
    }
    let gone: Vec<_> = match gone {
        Gone::Unlisted => sold.into_iter().filter(|id| !listed.contains(id) && !unreadable.contains_key(id)).collect(),
        Gone::These(ids) => ids,
    };
    found.extend(gone.iter().map(|id| left_row::<E>(id)));
    found.extend(unreadable.into_iter().map(|(id, why)| unreadable_row::<E>(&id, why)));
    Ok(found)
}
