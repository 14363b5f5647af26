//! Fetching the object of an event or a pass, and writing it in the caller's transaction, so that
//! its job and events can be marked as done in the same transaction.

use sea_orm::{DatabaseTransaction, DbErr};
use stripe::StripeClient;

use crate::{
    catalog::CatalogFetch,
    customer::{FetchedCustomer, charge_owner, fetch_customer, invoice_owner},
    error::{SyncError, Synced},
    mirror::Mirror,
    stripe_object::StripeObject,
};

/// A fetched object, not written yet.
pub enum Refetched {
    /// `None` for a customer that is not mirrored.
    Customer(Option<Box<FetchedCustomer>>),
    Catalog(CatalogFetch),
}

/// Fetches the object from Stripe.
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
    /// What could not be read, to be returned once the rest is written.
    pub fn unreadable(&self) -> Option<SyncError> {
        match self {
            Self::Customer(Some(fetched)) => fetched.unreadable(),
            Self::Customer(None) | Self::Catalog(_) => None,
        }
    }

    /// Writes it, unless a later fetch has been written.
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
