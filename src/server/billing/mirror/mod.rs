//! Products and prices, mirrored from Stripe, so that the pricing page works with Stripe down.

mod all;
mod kind;
mod rows;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use sea_orm::{ColumnTrait, DatabaseConnection, DatabaseTransaction, DbErr, ExprTrait};
use time::OffsetDateTime;

use self::{
    all::{All, Gone, all},
    kind::{Kind, Mirrored as _},
};
use super::{
    Target,
    sync::{Difference, SyncError, compare, left, unreadable},
};
use crate::server::{
    db::{
        self,
        entity::{price, product},
    },
    jobs::Queue,
    stripe::StripeClient,
};

/// What came of mirroring.
#[derive(Debug, Default)]
pub struct Mirrored {
    /// The products and prices that were not as Stripe has them, and are now.
    pub changed: Vec<Target>,
    /// Those that could not be read, and why. They are as they were.
    pub unreadable: BTreeMap<Target, String>,
}

/// Fetches everything that is on offer, and takes off what no longer is.
///
/// # Errors
/// When Stripe or the database does not answer. What was written before stays: it is true.
pub async fn mirror_catalog(db: &DatabaseConnection, stripe: &StripeClient) -> Result<Mirrored, SyncError> {
    let mut mirrored = Mirrored::default();
    mirror::<product::Entity>(db, stripe, &mut mirrored).await?;
    mirror::<price::Entity>(db, stripe, &mut mirrored).await?;
    Ok(mirrored)
}

async fn mirror<E: Kind>(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    mirrored: &mut Mirrored,
) -> Result<(), SyncError> {
    let before = rows::draw_ticket(db).await?;
    let All { pages, gone, unreadable } = all::<E>(db, stripe).await?;
    for page in pages {
        let targets: Vec<_> = page.iter().map(|row| E::TARGET(row.id().to_owned())).collect();
        let changed = db::write(db, async |transaction| {
            let changed = rows::write::<E>(transaction, page).await?;
            // What failed before need not wait any longer.
            Queue::hurry(transaction, &targets).await?;
            Ok(changed)
        });
        mirrored.changed.extend(changed.await?);
    }
    let gone = match gone {
        Gone::Unlisted => E::ACTIVE.eq(true).and(E::ID.is_not_in(unreadable.keys())),
        Gone::These(ids) => E::ID.is_in(ids),
    };
    mirrored.changed.extend(rows::take_off::<E>(db, before, gone).await?);
    mirrored.unreadable.extend(unreadable.into_iter().map(|(id, why)| (E::TARGET(id), why)));
    Ok(())
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
    let All { pages, gone, unreadable } = all::<E>(db, stripe).await?;
    let (mut found, mut listed) = (Vec::new(), HashSet::new());
    for page in pages {
        let page: Vec<_> = page.into_iter().map(|row| row.with_ticket(0)).collect();
        let ours: Vec<_> = rows::here::<E>(db, &page).await?.into_iter().map(|row| row.with_ticket(0)).collect();
        compare(&mut found, E::ID, &ours, &page);
        listed.extend(page.iter().map(|row| row.id().to_owned()));
    }
    let gone: Vec<_> = match gone {
        Gone::Unlisted => sold.into_iter().filter(|id| !listed.contains(id) && !unreadable.contains_key(id)).collect(),
        Gone::These(ids) => ids,
    };
    found.extend(gone.iter().map(|id| left::<E>(id)));
    found.extend(unreadable.into_iter().map(|(id, why)| self::unreadable::<E>(&id, why)));
    Ok(found)
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

impl One<price::Entity> {
    fn product_id(&self) -> Option<String> {
        match self {
            Self::Found(price) => Some(price.product_id.clone()),
            Self::Gone { .. } => None,
        }
    }
}

impl<E: Kind> One<E> {
    async fn write(self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        let changed = match self {
            Self::Found(row) => rows::write::<E>(transaction, vec![*row]).await?,
            Self::Gone { id, ticket } => rows::take_off::<E>(transaction, ticket, E::ID.eq(id)).await?,
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

/// Of what the mirror did not have: what was found, and what could not be had, and why.
pub(super) struct Missing {
    pub found: Vec<Fetched>,
    pub failed: BTreeMap<Target, String>,
}

/// Those of these prices and products that the mirror does not have. What it has is kept up to date by
/// events of its own, and need not be asked for with every customer. One that cannot be had is left out: its
/// customer is told of without its details, and the next sync asks for it again.
pub(super) async fn fetch_missing(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    prices: &BTreeSet<String>,
    mut products: BTreeSet<String>,
) -> Result<Missing, SyncError> {
    let mut missing = Missing { found: Vec::new(), failed: BTreeMap::new() };
    let prices = rows::missing::<price::Entity>(db, prices).await?;
    for (id, price) in all::one_by_one::<price::Entity>(db, stripe, prices).await? {
        match price {
            Ok(price) => {
                products.extend(price.product_id());
                missing.found.push(Fetched::Price(price));
            }
            Err(why) => drop(missing.failed.insert(Target::Price(id), why)),
        }
    }
    let products = rows::missing::<product::Entity>(db, &products).await?;
    for (id, product) in all::one_by_one::<product::Entity>(db, stripe, products).await? {
        match product {
            Ok(product) => missing.found.push(Fetched::Product(product)),
            Err(why) => drop(missing.failed.insert(Target::Product(id), why)),
        }
    }
    Ok(missing)
}

/// Unix milliseconds, taken before a fetch: what is fetched is at least as new.
pub(in crate::server) fn now_ms() -> i64 {
    i64::try_from(OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}
