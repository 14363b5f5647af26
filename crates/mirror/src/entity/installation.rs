//! The single row about the installation: its mode and its portal configuration.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// The row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "installation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub livemode: bool,
    /// `bpc_…`
    pub portal_configuration: Option<String>,
    /// Whether customers can pause a plan in the portal, as last known: pages do not ask Stripe.
    pub offers_pause: bool,
}

impl ActiveModelBehavior for ActiveModel {}
