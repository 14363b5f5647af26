//! The worker of the queue, for several objects at a time: refetches each, then writes it and marks
//! it as done in one transaction.

use queue::{Job, LeaseLost, RetryOutcome, while_leased};
use sea_orm::DbErr;
use stripe::StripeClient;
use tokio_util::sync::CancellationToken;

use crate::{
    entity::stripe_event::State,
    error::{SyncError, Synced},
    inbox::{mark, unsettled},
    metrics,
    mirror::Mirror,
    refetch::refetch,
    stripe_object::{NotAnObject, StripeObject},
};

/// How many objects one process refetches at a time.
const AT_ONCE: usize = 8;

/// Works until told to stop; running syncs are finished. `stripe` is a client for background work.
pub async fn run(mirror: Mirror, stripe: StripeClient, stop: CancellationToken) {
    queue::run(&mirror.queue, AT_ONCE, &stop, |job| work(mirror.clone(), stripe.clone(), job)).await;
}

/// Processes all due jobs, and returns their number.
///
/// # Errors
/// When the queue cannot be read. Errors about an object are stored in its job.
pub async fn run_due(mirror: &Mirror, stripe: &StripeClient, stop: &CancellationToken) -> Result<usize, DbErr> {
    queue::run_due(&mirror.queue, AT_ONCE, stop, |job| work(mirror.clone(), stripe.clone(), job)).await
}

/// Why a sync failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error("started too often without a result; it may have crashed the process")]
    WornOut,
    #[error(transparent)]
    NotAnObject(#[from] NotAnObject),
    #[error("the lease was lost to another worker")]
    LeaseLost,
}

impl From<LeaseLost> for Failure {
    fn from(error: LeaseLost) -> Self {
        match error {
            LeaseLost::Lost => Self::LeaseLost,
            LeaseLost::Database(error) => Self::Sync(error.into()),
        }
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Self::Sync(error.into())
    }
}

async fn work(mirror: Mirror, stripe: StripeClient, job: Job) {
    let mut events = Vec::new();
    let outcome = while_leased(&mirror.queue, &job, attempt(&mirror, &stripe, &job, &mut events)).await;
    let key = job.key.as_str();
    let error = match outcome {
        Ok(outcome) => {
            metrics::sync(key, "done");
            tracing::info!(sync.object = key, sync.outcome = ?outcome, events = events.len(), "synced with Stripe");
            return;
        }
        Err(error) => error,
    };
    let reason = error.to_string();
    let retry_after = match &error {
        Failure::Sync(SyncError::Stripe(error)) => error.retry_after,
        _ => None,
    };
    let retried = match &error {
        Failure::LeaseLost => Ok(RetryOutcome::LeaseLost),
        Failure::Sync(error) if error.is_nobodys_own() => {
            mirror.queue.retry_later_uncounted(&job, &reason, retry_after).await
        }
        _ => {
            let dead = async |transaction: &_| mark(transaction, &events, State::Dead, Some(&reason)).await;
            mirror.queue.retry_later(&job, &reason, retry_after, dead).await
        }
    };
    match retried {
        Ok(RetryOutcome::Later(pause)) => {
            metrics::sync(key, "retried");
            let pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            tracing::warn!(sync.object = key, starts = job.starts, pause_ms, error = %error, "sync failed; it will be retried");
        }
        Ok(RetryOutcome::GivenUp) => {
            metrics::sync(key, "dead");
            tracing::error!(sync.object = key, starts = job.starts, events = events.len(), error = %error, "sync given up; it is now retried only rarely, and its events are dead");
        }
        Ok(RetryOutcome::LeaseLost) => {
            metrics::sync(key, "lease_lost");
            tracing::info!(sync.object = key, starts = job.starts, "the lease was lost: another worker has the object");
        }
        // The lease expires, and another worker takes the job.
        Err(lost) => tracing::error!(sync.object = key, error = %lost, "the result of a sync could not be stored"),
    }
}

/// Runs one sync. Fills in `events` with the object's events from before the fetch: the fetched
/// state is at least as new.
async fn attempt(
    mirror: &Mirror,
    stripe: &StripeClient,
    job: &Job,
    events: &mut Vec<String>,
) -> Result<Synced, Failure> {
    let object: StripeObject = job.key.parse()?;
    *events = unsettled(&mirror.db, &object).await?;
    if mirror.queue.is_worn_out(job) {
        return Err(Failure::WornOut);
    }
    let fetched = refetch(mirror, stripe, &object).await?;
    let unreadable = fetched.unreadable();
    let written = mirror.db.try_write_tx(async |transaction| {
        let outcome = fetched.write(mirror, transaction).await?;
        // Superseded counts as done: a later fetch has been written.
        let done = if outcome == Synced::NotOurs { State::Ignored } else { State::Succeeded };
        if unreadable.is_none() {
            // Events before the job, the same order as in the inbox, to avoid deadlocks.
            mark(transaction, events, done, None).await?;
            mirror.queue.finish(transaction, job).await?;
        }
        Ok::<_, Failure>(outcome)
    });
    let outcome = written.await?;
    // The readable part is written, and the job is retried.
    unreadable.map_or(Ok(outcome), |error| Err(error.into()))
}
