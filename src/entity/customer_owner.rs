//! Which Stripe customer a user is.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_owners")]
pub struct Model {
    /// One user is at most one customer, and the other way round.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// `cus_…`
    #[sea_orm(unique)]
    pub stripe_customer_id: String,
}

impl ActiveModelBehavior for ActiveModel {}
