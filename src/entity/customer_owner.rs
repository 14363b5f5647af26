//! Which Stripe customer belongs to which account.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_owners")]
pub struct Model {
    /// An account has at most one customer, and a customer at most one account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: String,
    /// `cus_…`
    #[sea_orm(unique)]
    pub stripe_customer_id: String,
}

impl ActiveModelBehavior for ActiveModel {}
