//! Fetching whatever an event or a reconciliation names, and writing it in the caller's transaction,
//! so that what made us fetch can be marked as done together with what was written.

use sea_orm::{DatabaseTransaction, DbErr};
use stripe::StripeClient;

use crate::{
    catalog::CatalogFetch,
    customer::{FetchedCustomer, charge_owner, fetch_customer, invoice_owner},
    error::{SyncError, Synced},
    mirror::Mirror,
    stripe_object::StripeObject,
};

/// What Stripe answered, not written yet.
pub enum Refetched {
    /// `None`: a customer that is not mirrored.
    Customer(Option<Box<FetchedCustomer>>),
    Catalog(CatalogFetch),
}

/// Asks Stripe for the object as it is now.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn refetch(mirror: &Mirror, stripe: &StripeClient, object: &StripeObject) -> Result<Refetched, SyncError> {
    let customer = match object {
        StripeObject::Product(id) => {
            return CatalogFetch::product(&mirror.db, stripe, id).await.map(Refetched::Catalog);
        }
        StripeObject::Price(id) => return CatalogFetch::price(&mirror.db, stripe, id).await.map(Refetched::Catalog),
        StripeObject::Customer(id) => Some(id.clone()),
        StripeObject::Charge(id) => charge_owner(stripe, id).await?,
        StripeObject::Invoice(id) => invoice_owner(stripe, id).await?,
    };
    let Some(id) = customer else { return Ok(Refetched::Customer(None)) };
    Ok(Refetched::Customer(fetch_customer(mirror, stripe, &id).await?.map(Box::new)))
}

impl Refetched {
    /// What could not be read, to be told once the rest is written.
    pub fn unreadable(&self) -> Option<SyncError> {
        match self {
            Self::Customer(Some(fetched)) => fetched.unreadable(),
            Self::Customer(None) | Self::Catalog(_) => None,
        }
    }

    /// Writes it, unless something newer is there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write(self, mirror: &Mirror, transaction: &DatabaseTransaction) -> Result<Synced, DbErr> {
        match self {
            Self::Customer(Some(fetched)) => fetched.write(mirror, transaction).await,
            Self::Customer(None) => Ok(Synced::NotOurs),
            Self::Catalog(fetched) => {
                Ok(if fetched.write(transaction).await? { Synced::Written } else { Synced::Unchanged })
            }
        }
    }
}
