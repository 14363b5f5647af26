//! What can become of a job that is not done.

use std::time::Duration;

use sea_orm::DbErr;

/// Somebody else has the job: this worker was silent for too long.
#[derive(Debug, thiserror::Error)]
pub enum LeaseLost {
    #[error("the lease was lost to another worker")]
    Lost,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What became of a job that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryOutcome {
    /// It is tried again after this long.
    Later(Duration),
    /// It is given up, and tried again rarely.
    GivenUp,
    /// It was somebody else's by then, who says what becomes of it.
    LeaseLost,
}
