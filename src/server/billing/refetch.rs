//! Fetching whatever an event or a reconciliation names, and writing it in the caller's transaction,
//! so that what made us fetch can be marked as done together with what was written.

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use super::{
    mirror,
    sync::{FetchedCustomer, SyncError, Synced, fetch_customer},
    target::Target,
    whose,
};
use crate::server::stripe::StripeClient;

/// What Stripe answered, not written yet.
pub struct Refetched(Kind);

enum Kind {
    /// `None`: no user is this customer.
    Customer(Option<Box<FetchedCustomer>>),
    Catalog(mirror::Fetched),
}

/// Asks Stripe for the target as it is now.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn refetch(db: &DatabaseConnection, stripe: &StripeClient, target: &Target) -> Result<Refetched, SyncError> {
    Ok(Refetched(match target {
        Target::Customer(id) => Kind::Customer(fetch_customer(db, stripe, id).await?.map(Box::new)),
        Target::Charge(id) => Kind::Customer(fetch_customer_of(db, stripe, whose::charge(stripe, id).await?).await?),
        Target::Invoice(id) => Kind::Customer(fetch_customer_of(db, stripe, whose::invoice(stripe, id).await?).await?),
        Target::Product(id) => Kind::Catalog(mirror::Fetched::product(db, stripe, id).await?),
        Target::Price(id) => Kind::Catalog(mirror::Fetched::price(db, stripe, id).await?),
    }))
}

async fn fetch_customer_of(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    customer: Option<String>,
) -> Result<Option<Box<FetchedCustomer>>, SyncError> {
    let Some(id) = customer else { return Ok(None) };
    Ok(fetch_customer(db, stripe, &id).await?.map(Box::new))
}

impl Refetched {
    /// What could not be read, to be told once the rest is written.
    pub fn unreadable(&self) -> Option<SyncError> {
        match &self.0 {
            Kind::Customer(Some(fetched)) => fetched.unreadable(),
            Kind::Customer(None) | Kind::Catalog(_) => None,
        }
    }

    /// Writes it, unless something newer is there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write(self, transaction: &DatabaseTransaction) -> Result<Synced, DbErr> {
        match self.0 {
            Kind::Customer(Some(fetched)) => fetched.write(transaction).await,
            Kind::Customer(None) => Ok(Synced::NotOurs),
            Kind::Catalog(fetched) => {
                Ok(if fetched.write(transaction).await? { Synced::Written } else { Synced::Unchanged })
            }
        }
    }
}
