//! Updating one customer's rows from Stripe: refetch everything, write it in one transaction.
//!
//! The content of a webhook is never written. Events arrive late, twice and out of order; the
//! current answer of Stripe is correct whichever event caused the fetch.

use database::Database;
use sea_orm::EntityTrait;
use stripe::StripeClient;

use crate::{
    customer::{
        differences::differences,
        fetch::{Found, fetch},
        fetched::fetch_customer,
        rows::Rows,
    },
    difference::{Difference, not_in_account, unreadable_row},
    entity::customer,
    error::{SyncError, Synced},
    mirror::Mirror,
    stripe_object::StripeObject,
    unreadable::Unreadable,
};

/// Refetches the customer with everything that the account page shows, and writes what changed.
///
/// # Errors
/// When Stripe or the database does not answer; then the rows are unchanged. With
/// [`SyncError::Unreadable`] everything readable is written.
pub async fn sync(mirror: &Mirror, stripe: &StripeClient, customer_id: &str) -> Result<Synced, SyncError> {
    let Some(fetched) = fetch_customer(mirror, stripe, customer_id).await? else { return Ok(Synced::NotOurs) };
    let unreadable = fetched.unreadable();
    let synced = mirror.db.write_tx(async |transaction| {
        let synced = fetched.write(mirror, transaction).await?;
        let key = StripeObject::Customer(customer_id.to_owned()).to_string();
        match &unreadable {
            // An earlier failure can be retried at once.
            None => mirror.queue.retry_now(transaction, &[key]).await?,
            Some(error) => mirror.queue.note_failures(transaction, [(key, error.to_string())].into()).await?,
        }
        Ok(synced)
    });
    let synced = synced.await?;
    unreadable.map_or(Ok(synced), Err)
}

/// The differences of the customer's rows from Stripe; writes nothing. `None` if the customer is
/// not mirrored.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn check(
    db: &Database,
    stripe: &StripeClient,
    customer_id: &str,
) -> Result<Option<Vec<Difference>>, SyncError> {
    let ours = customer::Entity::find_by_id(customer_id);
    let Some(ours) = ours.one(db).await? else { return Ok(None) };
    let fetched = fetch(stripe, customer_id).await?;
    if matches!(fetched.customer, Found::Missing) {
        return Ok(Some(vec![not_in_account(customer_id)]));
    }
    let ours = Rows::load(db, &ours).await?;
    let unreadable = fetched.unreadable.clone();
    let mut wanted = Rows::of(customer_id, fetched);
    wanted.keep(&ours, &unreadable);
    let mut found = differences(customer_id, &ours, &wanted);
    found.retain(Difference::is_drift);
    let unread = Unreadable::worth_retrying(&unreadable);
    found.extend(unread.iter().map(|what| unreadable_row::<customer::Entity>(customer_id, what.to_string())));
    Ok(Some(found))
}
