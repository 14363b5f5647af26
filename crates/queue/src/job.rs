//! The table `jobs`.

use sea_orm::entity::prelude::*;

/// One job. Times ending in `_ms` are Unix milliseconds.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    /// The name of the queue it is in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub queue: String,
    /// The key of the job; its meaning depends on the queue.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The job does not start before this time.
    pub due_at_ms: i64,
    /// How often it was requested. If this has grown since the work started, the job must run
    /// again.
    pub generation: i64,
    /// How often it was started without success. Counted at the start, so that work that crashes
    /// the process counts too.
    pub starts: i32,
    /// How often it was started and failed.
    pub failures: i32,
    /// It failed too often. It is still retried, but with growing pauses.
    pub given_up: bool,
    /// The lease: a unique token of its worker.
    pub lease: Option<String>,
    /// After this time its worker counts as dead.
    pub lease_until_ms: Option<i64>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
