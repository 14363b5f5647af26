//! A customer that was fetched and is to be written.

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

/// A customer as Stripe has it, not written yet.
pub struct FetchedCustomer {
    customer_id: String,
    ticket: Ticket,
    fetched: Fetched,
    /// What they pay for or will, as far as it is not mirrored yet.
    catalog: Vec<CatalogFetch>,
    /// Those of it that could not be had, and why: nobody waits for them, but they are looked into.
    unsold: BTreeMap<StripeObject, String>,
}

/// Asks Stripe for the customer; `None` if it is not mirrored.
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
    /// What could not be read, to be told once the rest is written.
    pub fn unreadable(&self) -> Option<SyncError> {
        let unreadable = Unreadable::worth_retrying(&self.fetched.unreadable);
        (!unreadable.is_empty()).then_some(SyncError::Unreadable(unreadable))
    }

    /// Writes it in the caller's transaction, with what the program adds to it, unless something newer is there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write(self, mirror: &Mirror, transaction: &DatabaseTransaction) -> Result<Synced, DbErr> {
        for sold in self.catalog {
            sold.write(transaction).await?;
        }
        mirror.note_failures(transaction, self.unsold).await?;
        let synced = apply(transaction, &self.customer_id, self.ticket, self.fetched).await?;
        if synced.has_written() {
            mirror.observer.synced(transaction, &self.customer_id).await?;
        }
        Ok(synced)
    }
}
