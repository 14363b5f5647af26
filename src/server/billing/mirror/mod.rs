//! Products and prices, mirrored from Stripe, so that the pricing page works with Stripe down.

mod kind;
mod rows;

use std::collections::{BTreeSet, HashSet};

use futures::{Stream, TryStreamExt, stream::try_unfold};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};
use time::OffsetDateTime;

use self::kind::{Kind, Mirrored};
use super::{
    Target,
    sync::{Difference, SyncError, compare, left},
};
use crate::server::{
    db::{
        self,
        entity::{price, product},
    },
    stripe::{StripeClient, StripeErrorKind, few_at_once},
};

/// Fetches everything that is on offer, and takes off what no longer is. Says which products and prices
/// were not as Stripe has them.
///
/// # Errors
/// When Stripe or the database does not answer. What was written before stays: it is true.
pub async fn mirror_catalog(db: &DatabaseConnection, stripe: &StripeClient) -> Result<Vec<Target>, SyncError> {
    let mut changed = mirror::<product::Entity>(db, stripe).await?;
    changed.extend(mirror::<price::Entity>(db, stripe).await?);
    Ok(changed)
}

async fn mirror<E: Kind>(db: &DatabaseConnection, stripe: &StripeClient) -> Result<Vec<Target>, SyncError> {
    let before = rows::draw_ticket(db).await?;
    let mut changed = Vec::new();
    let mut pages = std::pin::pin!(pages::<E>(db, stripe));
    while let Some(page) = pages.try_next().await? {
        changed.extend(db::write(db, async |transaction| rows::write::<E>(transaction, page).await).await?);
    }
    changed.extend(rows::take_off::<E>(db, before, None).await?);
    Ok(changed)
}

/// In what the mirror differs from Stripe; it is left as it is.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn check_catalog(db: &DatabaseConnection, stripe: &StripeClient) -> Result<Vec<Difference>, SyncError> {
    let mut found = differences::<product::Entity>(db, stripe).await?;
    found.extend(differences::<price::Entity>(db, stripe).await?);
    Ok(found)
}

async fn differences<E: Kind>(db: &DatabaseConnection, stripe: &StripeClient) -> Result<Vec<Difference>, SyncError> {
    // Before the list, which would lack what is created meanwhile.
    let sold = rows::sold::<E>(db).await?;
    let (mut found, mut listed) = (Vec::new(), HashSet::new());
    let mut pages = std::pin::pin!(pages::<E>(db, stripe));
    while let Some(page) = pages.try_next().await? {
        let page: Vec<_> = page.into_iter().map(|row| row.with_ticket(0)).collect();
        let ours: Vec<_> = rows::here::<E>(db, &page).await?.into_iter().map(|row| row.with_ticket(0)).collect();
        compare(&mut found, E::ID, &ours, &page);
        listed.extend(page.iter().map(|row| row.id().to_owned()));
    }
    found.extend(sold.iter().filter(|id| !listed.contains(*id)).map(|id| left::<E>(id)));
    Ok(found)
}

/// All of them, as Stripe lists them.
fn pages<E: Kind>(
    db: &DatabaseConnection,
    stripe: &StripeClient,
) -> impl Stream<Item = Result<Vec<E::Model>, SyncError>> {
    try_unfold(Box::pin(stripe.pages(E::list())), async move |mut pages| {
        // Before the page is asked for.
        let ticket = rows::draw_ticket(db).await?;
        let Some(page) = pages.try_next().await? else { return Ok(None) };
        let rows = page.into_iter().map(|listed| {
            let (object, raw) = listed.whole()?;
            Ok::<_, SyncError>(E::row(object, raw, ticket))
        });
        Ok(Some((rows.collect::<Result<_, _>>()?, pages)))
    })
}

/// One product or price as Stripe has it, not written yet.
pub(super) enum Fetched {
    Product(One<product::Entity>),
    Price(One<price::Entity>),
}

pub(super) enum One<E: Kind> {
    Found(Box<E::Model>),
    /// Stripe does not have it, or not any more.
    Gone {
        id: String,
        ticket: i64,
    },
}

impl Fetched {
    pub async fn product(db: &DatabaseConnection, stripe: &StripeClient, id: &str) -> Result<Self, SyncError> {
        fetch(db, stripe, id).await.map(Self::Product)
    }

    pub async fn price(db: &DatabaseConnection, stripe: &StripeClient, id: &str) -> Result<Self, SyncError> {
        fetch(db, stripe, id).await.map(Self::Price)
    }

    /// Says whether it was not so before.
    pub async fn write(self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        match self {
            Self::Product(product) => product.write(transaction).await,
            Self::Price(price) => price.write(transaction).await,
        }
    }
}

impl<E: Kind> One<E> {
    async fn write(self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        let changed = match self {
            Self::Found(row) => rows::write::<E>(transaction, vec![*row]).await?,
            Self::Gone { id, ticket } => rows::take_off::<E>(transaction, ticket, Some(&id)).await?,
        };
        Ok(!changed.is_empty())
    }
}

async fn fetch<E: Kind>(db: &DatabaseConnection, stripe: &StripeClient, id: &str) -> Result<One<E>, SyncError> {
    let ticket = rows::draw_ticket(db).await?;
    match stripe.send(&E::retrieve(id)).await {
        Ok(answer) => {
            let raw = serde_json::from_slice(&answer.body)?;
            Ok(One::Found(Box::new(E::row(answer.value, raw, ticket))))
        }
        Err(error) if error.kind.is_missing() => Ok(One::Gone { id: id.to_owned(), ticket }),
        Err(error) => Err(error.into()),
    }
}

/// Those of these prices and products that the mirror does not have. What it has is kept up to date by
/// events of its own, and need not be asked for with every customer. One that cannot be had is left out: its
/// customer is told of without its details, and the next sync asks for it again.
pub(super) async fn fetch_missing(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    prices: &BTreeSet<String>,
    mut products: BTreeSet<String>,
) -> Result<Vec<Fetched>, SyncError> {
    let prices = rows::missing::<price::Entity>(db, prices).await?;
    let prices = prices.iter().map(|id| if_to_be_had(id, Fetched::price(db, stripe, id)));
    let mut fetched: Vec<_> = few_at_once(prices.collect()).await?.into_iter().flatten().collect();
    products.extend(fetched.iter().filter_map(|fetched| match fetched {
        Fetched::Price(One::Found(price)) => Some(price.product_id.clone()),
        _ => None,
    }));
    let products = rows::missing::<product::Entity>(db, &products).await?;
    let products = products.iter().map(|id| if_to_be_had(id, Fetched::product(db, stripe, id)));
    fetched.extend(few_at_once(products.collect()).await?.into_iter().flatten());
    Ok(fetched)
}

/// `None` if it is this one alone that Stripe does not give.
async fn if_to_be_had(
    id: &str,
    fetched: impl Future<Output = Result<Fetched, SyncError>>,
) -> Result<Option<Fetched>, SyncError> {
    use StripeErrorKind::{Garbage, PermissionDenied, Rejected, Unavailable};
    match fetched.await {
        Err(SyncError::Stripe(error))
            if matches!(error.kind, Rejected(_) | PermissionDenied(_) | Unavailable(_) | Garbage(_)) =>
        {
            tracing::warn!(stripe.object = id, stripe.error = %error, "a product or price is shown without details");
            Ok(None)
        }
        fetched => fetched.map(Some),
    }
}

/// Unix milliseconds, taken before a fetch: what is fetched is at least as new.
pub(in crate::server) fn now_ms() -> i64 {
    i64::try_from(OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}
