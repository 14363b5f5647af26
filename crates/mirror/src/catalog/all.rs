//! All objects of one kind at Stripe: from the list, or one by one if one object makes the list
//! unreadable.

use std::{collections::BTreeMap, pin::pin};

use database::Database;
use futures::TryStreamExt;
use stripe::{StripeClient, StripeError, StripeErrorKind, few_at_once};

use crate::{
    catalog::{
        fetch::{CatalogObject, fetch},
        store,
        table::CatalogTable,
    },
    error::SyncError,
    unreadable::Unreadable,
};

/// All objects that could be read, and the reasons for the others.
pub struct All<E: CatalogTable> {
    /// One entry per page of Stripe's, each with the ticket of its fetch.
    pub pages: Vec<Vec<E::Model>>,
    pub gone: Gone,
    /// The reasons, by id. Of an object of which only a part could not be read, the rest is in `pages`.
    pub unreadable: BTreeMap<String, String>,
}

/// Mirrored objects that Stripe no longer has.
pub enum Gone {
    /// All that were not listed.
    Unlisted,
    /// These; Stripe confirmed each.
    These(Vec<String>),
}

/// Fetches all objects. If the list cannot be read although Stripe works, the mirrored objects are
/// fetched one by one; new ones then arrive by their events.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn all<E: CatalogTable>(db: &Database, stripe: &StripeClient) -> Result<All<E>, SyncError> {
    let why = match listed::<E>(db, stripe).await {
        Ok(mut all) => {
            let unread = E::complete(stripe, all.pages.iter_mut().flatten().collect()).await?;
            all.unreadable.extend(reasons(unread));
            return Ok(all);
        }
        Err(error) => error.of_the_object(stripe).await?,
    };
    let table = E::default().table_name().to_owned();
    tracing::warn!(table, error = %why, "Stripe's list cannot be read; the known objects are fetched one by one");
    let OneByOne { objects, unreadable } = one_by_one::<E>(db, stripe, store::sold::<E>(db).await?).await?;
    let (mut page, mut gone) = (Vec::new(), Vec::new());
    for object in objects {
        match object {
            CatalogObject::Found(row) => page.push(*row),
            CatalogObject::Gone { id, .. } => gone.push(id),
        }
    }
    let pages = page.chunks(PAGE).map(<[_]>::to_vec).collect();
    Ok(All { pages, gone: Gone::These(gone), unreadable })
}

/// Rows written per statement.
const PAGE: usize = 100;

async fn listed<E: CatalogTable>(db: &Database, stripe: &StripeClient) -> Result<All<E>, SyncError> {
    let mut all = All { pages: Vec::new(), gone: Gone::Unlisted, unreadable: BTreeMap::new() };
    let mut pages = pin!(stripe.pages(E::list()));
    loop {
        // Draw the ticket before the request.
        let ticket = store::draw_ticket(db).await?;
        let Some(page) = pages.try_next().await? else { return Ok(all) };
        let mut rows = Vec::new();
        for listed in page {
            match (listed.value, listed.raw["id"].as_str().map(str::to_owned)) {
                (Some(object), _) => rows.push(E::row(object, listed.raw, ticket)),
                (None, Some(id)) => drop(all.unreadable.insert(id, "it has another shape than it should".to_owned())),
                // It would be unknown which objects still exist.
                (None, None) => return Err(StripeError::new(StripeErrorKind::Garbage(200)).into()),
            }
        }
        all.pages.push(rows);
    }
}

/// Objects that were fetched each by itself.
pub struct OneByOne<E: CatalogTable> {
    pub objects: Vec<CatalogObject<E>>,
    /// As [`All::unreadable`].
    pub unreadable: BTreeMap<String, String>,
}

/// Fetches each of these objects; an error about one object stops no other.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn one_by_one<E: CatalogTable>(
    db: &Database,
    stripe: &StripeClient,
    ids: Vec<String>,
) -> Result<OneByOne<E>, SyncError> {
    let each = ids.into_iter().map(|id| async move {
        let one = match fetch(db, stripe, &id).await {
            Ok(one) => Ok(one),
            // A key without permission for the catalog can still read who has a plan.
            Err(SyncError::Stripe(error)) if error.kind.is_denied() => Err(error.to_string()),
            Err(error) => Err(error.of_the_object(stripe).await?),
        };
        Ok::<_, SyncError>((id, one))
    });
    let (mut objects, mut unreadable) = (Vec::new(), BTreeMap::new());
    for (id, one) in few_at_once(each.collect()).await? {
        match one {
            Ok(object) => objects.push(object),
            Err(why) => drop(unreadable.insert(id, why)),
        }
    }
    let rows = objects.iter_mut().filter_map(CatalogObject::row).collect();
    unreadable.extend(reasons(E::complete(stripe, rows).await?));
    Ok(OneByOne { objects, unreadable })
}

fn reasons(unread: BTreeMap<String, Unreadable>) -> impl Iterator<Item = (String, String)> {
    unread.into_iter().map(|(id, unread)| (id, unread.to_string()))
}
