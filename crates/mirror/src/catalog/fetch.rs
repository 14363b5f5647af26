//! One fetched product or price, ready to be written.

use database::Database;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr};
use stripe::StripeClient;

use crate::{
    catalog::{store, table::CatalogTable},
    entity::{price, product},
    error::SyncError,
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

impl CatalogFetch {
    pub async fn product(db: &Database, stripe: &StripeClient, id: &str) -> Result<Self, SyncError> {
        fetch(db, stripe, id).await.map(Self::Product)
    }

    pub async fn price(db: &Database, stripe: &StripeClient, id: &str) -> Result<Self, SyncError> {
        fetch(db, stripe, id).await.map(Self::Price)
    }

    /// Writes it. Returns whether anything changed.
    pub async fn write(self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
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
    async fn write(self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        let changed = match self {
            Self::Found(row) => store::write::<E>(transaction, vec![*row]).await?,
            Self::Gone { id, ticket } => store::take_off::<E>(transaction, ticket, E::ID.eq(id)).await?,
        };
        Ok(!changed.is_empty())
    }
}

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
