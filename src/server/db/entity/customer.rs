//! Which Stripe customer a user is, and how fresh what we know of it is.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// `cus_…`
    #[sea_orm(unique)]
    pub stripe_customer_id: String,
    /// When we learned that Stripe deleted it: from then on the user counts as having none.
    pub deleted_at: Option<i64>,
    /// Since when the Stripe account does not know it. Its other rows stay meanwhile, and are not shown: the key
    /// may be another account's by mistake.
    pub missing_since: Option<i64>,
    /// When the last written fetch from Stripe *began*, in Unix milliseconds: to be told, not compared.
    pub synced_at_ms: Option<i64>,
    /// How many fetches from Stripe have begun; each takes the next number.
    pub fetches_begun: i64,
    /// The number of the last written fetch: an older one that arrives later must not overwrite it.
    pub fetch_written: i64,
    /// `pm_…`: what pays, unless a subscription has its own.
    pub default_payment_method: Option<String>,
    /// What the next invoices are over less, if negative, or more, in the smallest unit of [`Model::currency`].
    pub balance: i64,
    /// The one they are billed in, in three letters in lower case, once there was something to pay. Stripe takes no
    /// other from them.
    pub currency: Option<String>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Whether it is there, as far as Stripe said: neither deleted nor missing.
    pub fn is_living(&self) -> bool {
        self.deleted_at.is_none() && self.missing_since.is_none()
    }
}
