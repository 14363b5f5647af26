//! The single row about the installation: its mode, its portal configuration, and what Checkout asks for.

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
    /// What Checkout asks for, in the shape of the crate `portal_config`; `None` until a file was applied.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub checkout: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
