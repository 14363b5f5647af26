//! One kind of reconciliation pass: its next time and its progress.

use sea_orm::entity::prelude::*;

/// The kinds of passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
pub enum Pass {
    /// Stripe's undelivered events, every hour.
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
    /// When the current pass started.
    pub began_at_ms: Option<i64>,
    /// The last finished id, so that another process can continue from there.
    pub cursor: Option<String>,
    /// How many objects differed from Stripe, in the current pass.
    pub drifted: i64,
    /// When the last complete pass started.
    pub completed_pass_began_ms: Option<i64>,
    /// After this time the process that runs it counts as dead.
    pub lease_until_ms: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
