//! The outcomes of a job that did not succeed.

use std::time::Duration;

use sea_orm::DbErr;

/// Another worker has the job: this one was silent for too long.
#[derive(Debug, thiserror::Error)]
pub enum LeaseLost {
    #[error("the lease was lost to another worker")]
    Lost,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The outcome of a failed job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryOutcome {
    /// It is retried after this time.
    Later(Duration),
    /// It is given up, and retried rarely.
    GivenUp,
    /// Another worker has the job now and decides about it.
    LeaseLost,
}
