//! How a program takes part in the mirror's writes.

use async_trait::async_trait;
use sea_orm::{DatabaseTransaction, DbErr};

/// Told of every write about a customer, in the transaction that makes it: what the program writes then is committed
/// together with the mirror's rows, or not at all. A sync that finds nothing changed is no write: an observer that is
/// new to a mirror has to read once by itself what is there already.
#[async_trait]
pub trait SyncObserver: Send + Sync {
    /// The rows of this customer (`cus_…`) are written, and can be read as they will be. The transaction has ten seconds
    /// altogether: nobody else is to be waited for here.
    ///
    /// # Errors
    /// Whatever keeps the program from writing its part: then nothing is written, and the sync is tried again.
    async fn synced(&self, transaction: &DatabaseTransaction, stripe_customer_id: &str) -> Result<(), DbErr>;
}

/// Takes no part.
pub struct Nobody;

#[async_trait]
impl SyncObserver for Nobody {
    async fn synced(&self, _: &DatabaseTransaction, _: &str) -> Result<(), DbErr> {
        Ok(())
    }
}
