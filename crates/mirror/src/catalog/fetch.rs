//! One fetched product or price, ready to be written.

use database::Database;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr};
use stripe::StripeClient;

use crate::{
    catalog::{store, table::CatalogTable},
    entity::{price, product},
    error::SyncError,
    stripe_object::StripeObject,
    unreadable::Unreadable,
};

/// One product or price from Stripe, not written yet.
pub enum CatalogFetch {
    Product(CatalogObject<product::Entity>),
    Price(CatalogObject<price::Entity>),
}

pub enum CatalogObject<E: CatalogTable> {
    Found(Box<E::Model>),
    /// Stripe does not have it, or no longer has it.
    Gone {
        id: String,
        ticket: i64,
    },
}

/// One of them, and the part of it that could not be read, if there is one.
pub type Read<T> = (T, Option<Unreadable>);

impl CatalogFetch {
    pub async fn product(db: &Database, stripe: &StripeClient, id: &str) -> Result<Read<Self>, SyncError> {
        whole(db, stripe, id).await.map(|(product, unread)| (Self::Product(product), unread))
    }

    pub async fn price(db: &Database, stripe: &StripeClient, id: &str) -> Result<Read<Self>, SyncError> {
        whole(db, stripe, id).await.map(|(price, unread)| (Self::Price(price), unread))
    }

    /// Writes it. Returns the object, if it changed.
    pub async fn write(self, transaction: &DatabaseTransaction) -> Result<Vec<StripeObject>, DbErr> {
        match self {
            Self::Product(product) => product.write(transaction).await,
            Self::Price(price) => price.write(transaction).await,
        }
    }
}

impl CatalogObject<price::Entity> {
    pub fn product_id(&self) -> Option<String> {
        match self {
            Self::Found(price) => Some(price.product_id.clone()),
            Self::Gone { .. } => None,
        }
    }
}

impl<E: CatalogTable> CatalogObject<E> {
    /// The row, if Stripe has the object.
    pub fn row(&mut self) -> Option<&mut E::Model> {
        match self {
            Self::Found(row) => Some(row),
            Self::Gone { .. } => None,
        }
    }

    async fn write(self, transaction: &DatabaseTransaction) -> Result<Vec<StripeObject>, DbErr> {
        match self {
            Self::Found(row) => store::write::<E>(transaction, vec![*row]).await,
            Self::Gone { id, ticket } => store::take_off::<E>(transaction, ticket, E::ID.eq(id)).await,
        }
    }
}

/// Fetches the object with everything that its row has.
async fn whole<E: CatalogTable>(
    db: &Database,
    stripe: &StripeClient,
    id: &str,
) -> Result<Read<CatalogObject<E>>, SyncError> {
    let mut object = fetch(db, stripe, id).await?;
    let unread = E::complete(stripe, object.row().into_iter().collect()).await?;
    Ok((object, unread.into_values().next()))
}

/// Fetches the object alone: its row has yet to be completed.
pub async fn fetch<E: CatalogTable>(
    db: &Database,
    stripe: &StripeClient,
    id: &str,
) -> Result<CatalogObject<E>, SyncError> {
    let ticket = store::draw_ticket(db).await?;
    match stripe.send(&E::retrieve(id)).await {
        Ok(answer) => {
            let raw = serde_json::from_slice(&answer.body)?;
            Ok(CatalogObject::Found(Box::new(E::row(answer.value, raw, ticket))))
        }
        Err(error) if error.kind.is_missing() => Ok(CatalogObject::Gone { id: id.to_owned(), ticket }),
        Err(error) => Err(error.into()),
    }
}
