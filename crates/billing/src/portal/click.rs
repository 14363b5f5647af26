//! The table `portal_clicks`: each customer's latest click that opens the portal.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "portal_clicks")]
pub struct Model {
    /// `cus_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub stripe_customer_id: String,
    /// What was clicked.
    pub flow: String,
    /// Under which the session was asked for. A random one; it opens nothing.
    pub idempotency_key: String,
    /// When the first of a double click was.
    pub clicked_at_ms: i64,
}

impl ActiveModelBehavior for ActiveModel {}
