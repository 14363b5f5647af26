//! A Stripe customer that is mirrored, and how fresh what is known of it is. Whose it is, is the program's to know.

use sea_orm::entity::prelude::*;

/// One mirrored customer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customers")]
pub struct Model {
    /// `cus_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub stripe_customer_id: String,
    /// When we learned that Stripe deleted it: it is as good as none from then on.
    pub deleted_at: Option<i64>,
    /// Since when the Stripe account does not know it. Its other rows stay meanwhile, and are not shown: the key
    /// may be another account's by mistake.
    pub missing_since: Option<i64>,
    /// When the last written fetch from Stripe *began*, in Unix milliseconds: to be told, not compared.
    pub synced_at_ms: Option<i64>,
    /// How many fetches from Stripe have begun; each takes the next number.
    pub last_started_fetch: i64,
    /// The number of the last written fetch: an older one that arrives later must not overwrite it.
    pub last_applied_fetch: i64,
    /// `pm_…`: what pays, unless a subscription has its own.
    pub default_payment_method: Option<String>,
    /// What the next invoices are over less, if negative, or more, in the smallest unit of [`Model::currency`].
    pub balance: i64,
    /// The one they are billed in, in three letters in lower case, once there was something to pay. Stripe takes no
    /// other from them.
    pub currency: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Whether it is there, as far as Stripe said: neither deleted nor missing.
    pub fn is_living(&self) -> bool {
        self.deleted_at.is_none() && self.missing_since.is_none()
    }
}
