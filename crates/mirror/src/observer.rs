//! Taking part in the mirror's writes.

use async_trait::async_trait;
use sea_orm::{DatabaseTransaction, DbErr};

/// Called for every write about a customer or a product, in its transaction: what the program writes then is
/// committed together with the mirror's rows, or not at all. A sync without changes is not a write,
/// so a new observer must read the existing rows once by itself.
#[async_trait]
pub trait SyncObserver: Send + Sync {
    /// The rows of this customer (`cus_…`) are written and can be read in the transaction. The
    /// whole transaction has a limit of ten seconds: do not wait for other services here.
    ///
    /// # Errors
    /// When the program cannot write its part: then nothing is written, and the sync is retried.
    async fn synced(&self, transaction: &DatabaseTransaction, stripe_customer_id: &str) -> Result<(), DbErr>;

    /// These products (`prod_…`) or prices of them are new, have changed, or were taken off, and can be read in the
    /// transaction, as far as they are fetched. Where they are written with a customer, this comes before [`SyncObserver::synced`]. The same limit holds.
    ///
    /// # Errors
    /// As [`SyncObserver::synced`].
    async fn products_changed(&self, _: &DatabaseTransaction, _product_ids: &[String]) -> Result<(), DbErr> {
        Ok(())
    }
}

/// An observer that does nothing.
pub struct Nobody;

#[async_trait]
impl SyncObserver for Nobody {
    async fn synced(&self, _: &DatabaseTransaction, _: &str) -> Result<(), DbErr> {
        Ok(())
    }
}
