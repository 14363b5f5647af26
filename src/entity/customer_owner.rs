//! Which Stripe customer belongs to which user.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_owners")]
pub struct Model {
    /// A user has at most one customer, and a customer at most one user.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// `cus_…`
    #[sea_orm(unique)]
    pub stripe_customer_id: String,
}

impl ActiveModelBehavior for ActiveModel {}
