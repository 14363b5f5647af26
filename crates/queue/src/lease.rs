//! A leased job.

use std::time::{Duration, Instant};

use sea_orm::{ColumnTrait, Condition};

use crate::job::Column;

/// How long a worker may be silent before it counts as dead.
pub const LEASE: Duration = Duration::from_secs(10);

/// How often a worker renews its lease.
pub const RENEW_EVERY: Duration = Duration::from_secs(3);

/// A job leased to this worker.
#[derive(Debug)]
pub struct Job {
    pub key: String,
    /// How often it was started, including this time.
    pub starts: i32,
    /// How often it failed before.
    pub failures: i32,
    /// When the lease started.
    pub leased_at: Instant,
    pub(crate) queue: &'static str,
    pub(crate) generation: i64,
    pub(crate) lease: String,
}

impl Job {
    pub(crate) fn is_ours(&self) -> Condition {
        Condition::all()
            .add(Column::Queue.eq(self.queue))
            .add(Column::Key.eq(self.key.as_str()))
            .add(Column::Lease.eq(self.lease.as_str()))
    }
}
