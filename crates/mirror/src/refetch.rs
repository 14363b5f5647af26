//! Fetching the object of an event or a pass, and writing it in the caller's transaction, so that
//! its job and events can be marked as done in the same transaction.

use sea_orm::{DatabaseTransaction, DbErr};
use stripe::StripeClient;

use crate::{
    catalog::CatalogFetch,
    customer::{FetchedCustomer, charge_owner, fetch_customer, invoice_owner},
    entitlements::{Bought, bought},
    error::{SyncError, Synced},
    mirror::Mirror,
    stripe_object::StripeObject,
    unreadable::Unreadable,
};

/// A fetched object, not written yet.
pub enum Refetched {
    /// `None` for a customer that is not mirrored.
    Customer(Option<Box<FetchedCustomer>>),
    /// With what of it could not be read.
    Catalog(CatalogFetch, Option<Unreadable>),
    /// What a customer may use.
    Entitlements(Bought),
}

/// Fetches the object from Stripe.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn refetch(mirror: &Mirror, stripe: &StripeClient, object: &StripeObject) -> Result<Refetched, SyncError> {
    let customer = match object {
        StripeObject::Product(id) => {
            let (product, unread) = CatalogFetch::product(&mirror.db, stripe, id).await?;
            return Ok(Refetched::Catalog(product, unread));
        }
        StripeObject::Price(id) => {
            let (price, unread) = CatalogFetch::price(&mirror.db, stripe, id).await?;
            return Ok(Refetched::Catalog(price, unread));
        }
        StripeObject::Entitlements(customer) => {
            return Ok(Refetched::Entitlements(bought(mirror, stripe, customer).await?));
        }
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
            Self::Catalog(_, Some(unread)) => Some(SyncError::Unreadable(vec![unread.clone()])),
            Self::Customer(None) | Self::Catalog(_, None) | Self::Entitlements(_) => None,
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
            Self::Catalog(fetched, _) => {
                let changed = fetched.write(transaction).await?;
                mirror.note_changed(transaction, &changed).await?;
                Ok(if changed.is_empty() { Synced::Unchanged } else { Synced::Written })
            }
            Self::Entitlements(bought) => bought.request(mirror, transaction).await,
        }
    }
}
