//! One kind of reconciliation: when it is next, and how far it has come.

use sea_orm::entity::prelude::*;

/// What is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
pub enum Pass {
    /// What Stripe lists as undelivered, every hour.
    UndeliveredEvents,
    /// Every customer, every night.
    AllCustomers,
}

/// One kind of pass.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sync_passes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: Pass,
    pub due_at_ms: i64,
    /// When the pass that is under way began.
    pub began_at_ms: Option<i64>,
    /// The last id that it is done with, so that another process can go on from there.
    pub cursor: Option<String>,
    /// How many objects were not as Stripe has them, in the pass that is under way.
    pub drifted: i64,
    /// When the last complete pass began.
    pub completed_pass_began_ms: Option<i64>,
    /// After this time whoever works on it is taken for dead.
    pub lease_until_ms: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
