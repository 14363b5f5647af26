//! Bringing one customer's rows in step with Stripe: refetch everything, write it in one go.
//!
//! What a webhook says is never written. Events come late, twice and out of order; what Stripe
//! answers now is the truth whichever event made us ask.

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

/// Refetches the customer with all that the account page shows, and writes what changed.
///
/// # Errors
/// When Stripe or the database does not answer; the rows are as before then. With [`SyncError::Unreadable`] they
/// are what could be read.
pub async fn sync(mirror: &Mirror, stripe: &StripeClient, customer_id: &str) -> Result<Synced, SyncError> {
    let Some(fetched) = fetch_customer(mirror, stripe, customer_id).await? else { return Ok(Synced::NotOurs) };
    let unreadable = fetched.unreadable();
    let synced = mirror.db.write_tx(async |transaction| {
        let synced = fetched.write(mirror, transaction).await?;
        let key = StripeObject::Customer(customer_id.to_owned()).to_string();
        match &unreadable {
            // What failed before need not wait any longer.
            None => mirror.queue.retry_now(transaction, &[key]).await?,
            Some(error) => mirror.queue.note_failures(transaction, [(key, error.to_string())].into()).await?,
        }
        Ok(synced)
    });
    let synced = synced.await?;
    unreadable.map_or(Ok(synced), Err)
}

/// In what the customer's rows have drifted from Stripe; nothing is written. `None` if no user is this
/// customer.
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
