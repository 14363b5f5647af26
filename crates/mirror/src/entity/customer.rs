//! A mirrored Stripe customer, and when it was last fetched. The program knows whose it is.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One mirrored customer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "customers")]
pub struct Model {
    /// `cus_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub stripe_customer_id: String,
    /// When we learned that it was deleted at Stripe: from then on it counts as no customer.
    pub deleted_at: Option<i64>,
    /// Since when the Stripe account does not know it. Its other rows are kept but not shown: the
    /// key may belong to another account by mistake.
    pub missing_since: Option<i64>,
    /// When the last written fetch from Stripe *started*, in Unix milliseconds. Only for display,
    /// not for comparison.
    pub synced_at_ms: Option<i64>,
    /// How many fetches from Stripe have started; each takes the next number.
    pub last_started_fetch: i64,
    /// The number of the last written fetch: an older one that arrives later must not overwrite it.
    pub last_applied_fetch: i64,
    /// `pm_…`: the default payment method, used unless a subscription has its own.
    pub default_payment_method: Option<String>,
    /// The balance: negative reduces the next invoices, positive increases them. In the smallest
    /// unit of [`Model::currency`].
    pub balance: i64,
    /// The currency of their invoices (three letters, lower case), once there was one. Stripe
    /// accepts no other for them.
    pub currency: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Whether the customer exists as far as we know: neither deleted nor missing.
    pub fn is_living(&self) -> bool {
        self.deleted_at.is_none() && self.missing_since.is_none()
    }
}
