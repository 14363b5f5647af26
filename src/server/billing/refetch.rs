//! Fetching whatever an event or a reconciliation names, and writing it in the caller's transaction,
//! so that what made us fetch can be marked as done together with what was written.

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use super::{
    mirror::{self, fetch_price, fetch_product, now_ms},
    sync::{FetchedCustomer, SyncError, Synced, fetch_customer},
    target::Target,
};
use crate::server::stripe::StripeClient;

/// What Stripe answered, not written yet.
pub struct Refetched(Kind);

enum Kind {
    /// `None`: no user is this customer.
    Customer(Option<Box<FetchedCustomer>>),
    Catalog {
        fetched: Box<mirror::Fetched>,
        began_ms: i64,
    },
}

/// Asks Stripe for the target as it is now.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn refetch(db: &DatabaseConnection, stripe: &StripeClient, target: &Target) -> Result<Refetched, SyncError> {
    let began_ms = now_ms();
    let catalog = |fetched| Refetched(Kind::Catalog { fetched: Box::new(fetched), began_ms });
    match target {
        Target::Customer(id) => {
            let fetched = fetch_customer(db, stripe, id).await?;
            Ok(Refetched(Kind::Customer(fetched.map(Box::new))))
        }
        Target::Product(id) => fetch_product(stripe, id).await.map(catalog),
        Target::Price(id) => fetch_price(stripe, id).await.map(catalog),
    }
}

impl Refetched {
    /// Writes it, unless something newer is there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write(self, transaction: &DatabaseTransaction) -> Result<Synced, DbErr> {
        match self.0 {
            Kind::Customer(Some(fetched)) => fetched.write(transaction).await,
            Kind::Customer(None) => Ok(Synced::NotOurs),
            Kind::Catalog { fetched, began_ms } => fetched.write(transaction, began_ms).await.map(|()| Synced::Written),
        }
    }
}
