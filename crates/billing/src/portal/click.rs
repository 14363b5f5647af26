//! The table `portal_clicks`: each customer's latest click to open the portal.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "portal_clicks")]
pub struct Model {
    /// `cus_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub stripe_customer_id: String,
    /// The clicked flow.
    pub flow: String,
    /// The key with which the session was requested. Random; it gives no access.
    pub idempotency_key: String,
    /// The time of the first click of a double click.
    pub clicked_at_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}
