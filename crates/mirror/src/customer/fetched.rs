//! A fetched customer, ready to be written.

use std::collections::BTreeMap;

use sea_orm::{DatabaseTransaction, DbErr};
use stripe::StripeClient;

use crate::{
    catalog::{CatalogFetch, Missing, fetch_missing},
    customer::{
        apply::apply,
        fetch::{Fetched, fetch},
        ticket::{Ticket, draw_ticket},
    },
    error::{SyncError, Synced},
    mirror::Mirror,
    stripe_object::StripeObject,
    unreadable::Unreadable,
};

/// A customer from Stripe, not written yet.
pub struct FetchedCustomer {
    customer_id: String,
    ticket: Ticket,
    fetched: Fetched,
    /// The products and prices of current and scheduled plans that are not mirrored yet.
    catalog: Vec<CatalogFetch>,
    /// Those that could not be fetched, with the reasons: the worker retries them.
    unsold: BTreeMap<StripeObject, String>,
}

/// Fetches the customer from Stripe; `None` if it is not mirrored.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn fetch_customer(
    mirror: &Mirror,
    stripe: &StripeClient,
    customer_id: &str,
) -> Result<Option<FetchedCustomer>, SyncError> {
    let Some(ticket) = draw_ticket(&mirror.db, customer_id).await? else { return Ok(None) };
    let fetched = fetch(stripe, customer_id).await?;
    let Missing { found: catalog, failed: unsold } =
        fetch_missing(&mirror.db, stripe, &fetched.changing_prices(), fetched.products()).await?;
    Ok(Some(FetchedCustomer { customer_id: customer_id.to_owned(), ticket, fetched, catalog, unsold }))
}

impl FetchedCustomer {
    /// What could not be read, to be returned once the rest is written.
    pub fn unreadable(&self) -> Option<SyncError> {
        let unreadable = Unreadable::worth_retrying(&self.fetched.unreadable);
        (!unreadable.is_empty()).then_some(SyncError::Unreadable(unreadable))
    }

    /// Writes the customer and the observer's part in the caller's transaction, unless a later
    /// fetch has been written.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write(self, mirror: &Mirror, transaction: &DatabaseTransaction) -> Result<Synced, DbErr> {
        let mut changed = Vec::new();
        for sold in self.catalog {
            changed.extend(sold.write(transaction).await?);
        }
        mirror.note_changed(transaction, &changed).await?;
        mirror.note_failures(transaction, self.unsold).await?;
        let synced = apply(transaction, &self.customer_id, self.ticket, self.fetched).await?;
        if synced.has_written() {
            mirror.observer.synced(transaction, &self.customer_id).await?;
        }
        Ok(synced)
    }
}
