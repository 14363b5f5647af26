//! The table `jobs`: one thing to be done.

use sea_orm::entity::prelude::*;

/// One job. Times ending in `_ms` are Unix milliseconds.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    /// The name of the queue it is in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub queue: String,
    /// What it is about, in the queue's own words.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Not before this time.
    pub due_at_ms: i64,
    /// How often it was asked for. When it has grown since the work began, there is more to do.
    pub generation: i64,
    /// How often it was started without success; counted at the start, so that work which ends the
    /// process counts too.
    pub starts: i32,
    /// How often it was started and failed.
    pub failures: i32,
    /// It failed too often. It is tried again all the same, ever more rarely.
    pub given_up: bool,
    /// Who works on it: a token nobody else has.
    pub lease: Option<String>,
    /// After this time whoever worked on it is taken for dead.
    pub lease_until_ms: Option<i64>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
