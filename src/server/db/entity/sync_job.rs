//! One object that is to be refetched from Stripe.

use sea_orm::entity::prelude::*;

use crate::server::billing::Target;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sync_jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub target: Target,
    /// Not before this time.
    pub due_at_ms: i64,
    /// How often it was asked for. When it has grown since the work began, there is more to do.
    pub wanted: i64,
    /// How often it was begun without success; counted at the beginning, so that work which ends the
    /// process counts too.
    pub attempts: i32,
    /// How often it was begun and failed.
    pub failures: i32,
    /// It failed so often that its events are dead letters. It is tried again all the same, ever more rarely.
    pub given_up: bool,
    /// Who works on it: a token nobody else has.
    pub lease: Option<String>,
    /// After this time whoever worked on it is taken for dead.
    pub lease_until_ms: Option<i64>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
