//! Bringing one customer's rows in step with Stripe: refetch everything, write it in one go.
//!
//! What a webhook says is never written. Events come late, twice and out of order; what Stripe
//! answers now is the truth whichever event made us ask.

mod fetch;
mod write;

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use super::mirror::now_ms;
use crate::server::{
    db::{self, entity::customer},
    stripe::{StripeClient, StripeError},
};

/// What came of a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synced {
    /// The rows are what Stripe said.
    Written,
    /// A fetch that began later was written first; this one was dropped.
    Superseded,
    /// No user of ours is this customer.
    NotOurs,
}

/// Why the rows could not be brought in step.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
    /// Stripe's answer was JSON of another shape than its types promise.
    #[error("Stripe's answer could not be kept: {0}")]
    Raw(#[from] serde_json::Error),
}

/// Refetches the customer with all that the account page shows, and writes what changed.
///
/// # Errors
/// When Stripe or the database does not answer; the rows are as before then.
pub async fn sync(db: &DatabaseConnection, stripe: &StripeClient, customer_id: &str) -> Result<Synced, SyncError> {
    let ours =
        customer::Entity::find().filter(customer::Column::StripeCustomerId.eq(customer_id)).one(db).await?.is_some();
    if !ours {
        return Ok(Synced::NotOurs);
    }
    let began_ms = now_ms();
    let fetched = fetch::fetch(stripe, customer_id).await?;
    let transaction = db::begin_write(db).await?;
    let outcome = write::write(&transaction, customer_id, began_ms, fetched).await?;
    transaction.commit().await?;
    Ok(outcome)
}
