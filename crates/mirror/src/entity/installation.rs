//! The one row that says what this database belongs to.

use sea_orm::entity::prelude::*;

/// The row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "installation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub livemode: bool,
    /// `bpc_…`
    pub portal_configuration: Option<String>,
    /// Whether customers can pause a plan in the portal, as far as is known: the page does not ask Stripe.
    pub offers_pause: bool,
}

impl ActiveModelBehavior for ActiveModel {}
