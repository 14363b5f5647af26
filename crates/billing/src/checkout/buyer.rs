//! The buyer, as billing sees it.

use std::collections::HashMap;

use async_trait::async_trait;
use database::Database;
use sea_orm::{DatabaseTransaction, DbErr};

/// A buyer: the program's user or account, and the table in which the program stores whose a Stripe
/// customer is.
#[async_trait]
pub trait Buyer: Sync {
    /// Identifies this buyer for ever. Part of the idempotency key with which the customer is
    /// created.
    fn reference(&self) -> String;

    /// The e-mail address with which the customer is created at Stripe.
    fn email(&self) -> &str;

    /// What else the customer carries at Stripe, for people in the Dashboard and for finding out whose it is. Stripe
    /// allows 50 keys of 40 characters with values of 500.
    fn metadata(&self) -> HashMap<String, String> {
        HashMap::new()
    }

    /// The buyer's customer (`cus_…`), even if it was deleted at Stripe. Must be read from the
    /// table each time: another tab may have changed it since the buyer was loaded.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn customer(&self, db: &Database) -> Result<Option<String>, DbErr>;

    /// Stores a new customer as the buyer's, unless one other than `replaced` is stored by now.
    /// Returns whether the new one is now the buyer's, also if it already was. The caller then
    /// removes what is known of the other one.
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
