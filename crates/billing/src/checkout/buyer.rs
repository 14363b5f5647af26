//! Who buys, as far as billing has to know.

use async_trait::async_trait;
use database::Database;
use sea_orm::{DatabaseTransaction, DbErr};

/// Somebody who buys: the program's user or account, and the table in which the program notes whose a Stripe customer
/// is.
#[async_trait]
pub trait Buyer: Sync {
    /// Tells this buyer from all others, for ever: part of the idempotency key under which the customer is made.
    fn reference(&self) -> String;

    /// What the customer is made with at Stripe.
    fn email(&self) -> &str;

    /// The buyer's customer (`cus_…`), whatever became of it at Stripe. To be read from the table each time: another tab
    /// may have changed it since the buyer was loaded.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn customer(&self, db: &Database) -> Result<Option<String>, DbErr>;

    /// Notes a new customer as the buyer's. If another than `replaced` is noted by then, that one stays. Says whether
    /// the new one is the buyer's now, also if it was already: of another, all that is known is removed.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn assign(
        &self,
        transaction: &DatabaseTransaction,
        stripe_customer_id: &str,
        replaced: Option<&str>,
    ) -> Result<bool, DbErr>;
}
