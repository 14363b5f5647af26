//! Everything of one kind that Stripe has: by its list, or one by one where one object spoils the list.

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
};

/// All that could be read, and what else is known of the rest.
pub struct All<E: CatalogTable> {
    /// As Stripe's pages, each with the ticket of its own fetch.
    pub pages: Vec<Vec<E::Model>>,
    pub gone: Gone,
    /// By id, with the reason.
    pub unreadable: BTreeMap<String, String>,
}

/// What is mirrored and not at Stripe any more.
pub enum Gone {
    /// Whatever was not listed.
    Unlisted,
    /// These: Stripe says so of each.
    These(Vec<String>),
}

/// Asks for all. Where the list cannot be had and Stripe is well, what is mirrored is asked for one by one;
/// what is new then comes by its event.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn all<E: CatalogTable>(db: &Database, stripe: &StripeClient) -> Result<All<E>, SyncError> {
    let why = match listed(db, stripe).await {
        Ok(all) => return Ok(all),
        Err(error) => error.of_the_object(stripe).await?,
    };
    let table = E::default().table_name().to_owned();
    tracing::warn!(table, error = %why, "Stripe's list cannot be read; what is known is asked for one by one");
    let mut all = All { pages: Vec::new(), gone: Gone::These(Vec::new()), unreadable: BTreeMap::new() };
    let (mut page, mut gone) = (Vec::new(), Vec::new());
    for (id, one) in one_by_one::<E>(db, stripe, store::sold::<E>(db).await?).await? {
        match one {
            Ok(CatalogObject::Found(row)) => page.push(*row),
            Ok(CatalogObject::Gone { id, .. }) => gone.push(id),
            Err(why) => drop(all.unreadable.insert(id, why)),
        }
    }
    all.gone = Gone::These(gone);
    all.pages = page.chunks(PAGE).map(<[_]>::to_vec).collect();
    Ok(all)
}

/// As many rows as are written in one statement.
const PAGE: usize = 100;

async fn listed<E: CatalogTable>(db: &Database, stripe: &StripeClient) -> Result<All<E>, SyncError> {
    let mut all = All { pages: Vec::new(), gone: Gone::Unlisted, unreadable: BTreeMap::new() };
    let mut pages = pin!(stripe.pages(E::list()));
    loop {
        // Before the page is asked for.
        let ticket = store::draw_ticket(db).await?;
        let Some(page) = pages.try_next().await? else { return Ok(all) };
        let mut rows = Vec::new();
        for listed in page {
            match (listed.value, listed.raw["id"].as_str().map(str::to_owned)) {
                (Some(object), _) => rows.push(E::row(object, listed.raw, ticket)),
                (None, Some(id)) => drop(all.unreadable.insert(id, "it has another shape than it should".to_owned())),
                // Nobody knows what must not be taken off then.
                (None, None) => return Err(StripeError::new(StripeErrorKind::Garbage(200)).into()),
            }
        }
        all.pages.push(rows);
    }
}

/// Each of these as Stripe has it, or why it cannot be had.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn one_by_one<E: CatalogTable>(
    db: &Database,
    stripe: &StripeClient,
    ids: Vec<String>,
) -> Result<Vec<(String, Result<CatalogObject<E>, String>)>, SyncError> {
    let each = ids.into_iter().map(|id| async move {
        let one = match fetch(db, stripe, &id).await {
            Ok(one) => Ok(one),
            // A key that may not read the catalog can still tell who has a plan.
            Err(SyncError::Stripe(error)) if error.kind.is_denied() => Err(error.to_string()),
            Err(error) => Err(error.of_the_object(stripe).await?),
        };
        Ok::<_, SyncError>((id, one))
    });
    few_at_once(each.collect()).await
}
