//! Works off the queue, several objects at a time: refetch, write, and mark as done in one transaction.

use std::time::{Duration, Instant};

use sea_orm::DbErr;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::queue::{Job, Kept, LEASE, RENEW_EVERY};
use crate::server::{
    billing::{SyncError, Synced, refetch},
    db::{self, entity::stripe_event::State},
    metrics,
    state::AppState,
};

/// How many objects one process refetches at a time.
const AT_ONCE: usize = 8;

/// How often the queue is looked at without the bell: for what was put back, for what another replica
/// stored, and for what was left by one that died.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Works until told to stop; what is being worked on is finished.
pub async fn run(state: AppState, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = run_due(&state, &stop).await {
            tracing::error!(error = %error, "the queue could not be read");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = state.queue.rung() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Works off all that is due now, and says how many objects were tried.
///
/// # Errors
/// When the queue cannot be read. What went wrong with an object is written to it.
pub async fn run_due(state: &AppState, stop: &CancellationToken) -> Result<usize, DbErr> {
    let mut working = JoinSet::new();
    let mut tried = 0;
    let outcome = loop {
        if stop.is_cancelled() {
            break Ok(());
        }
        if working.len() >= AT_ONCE {
            working.join_next().await;
        }
        match state.queue.claim().await {
            Ok(Some(job)) => {
                tried += 1;
                working.spawn(work(state.clone(), job));
            }
            // What is under way may leave more to do when it ends.
            Ok(None) if working.join_next().await.is_some() => {}
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    while working.join_next().await.is_some() {}
    outcome.map(|()| tried)
}

/// Why an object could not be brought in step this time.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error("tried too often without an end")]
    WornOut,
    #[error("the lease was lost to another worker")]
    LeaseLost,
}

async fn work(state: AppState, job: Job) {
    let target = job.target.to_string();
    let outcome = tokio::select! {
        outcome = attempt(&state, &job) => outcome,
        () = keep_lease(&state, &job) => Err(Failure::LeaseLost),
    };
    let error = match outcome {
        Ok(outcome) => {
            metrics::sync(&job.target, "done");
            tracing::info!(sync.target = %target, sync.outcome = ?outcome, events = job.events.len(), "in step with Stripe");
            return;
        }
        Err(error) => error,
    };
    let retry_after = match &error {
        Failure::Sync(SyncError::Stripe(error)) => error.retry_after,
        _ => None,
    };
    let reason = error.to_string();
    let kept = match &error {
        Failure::Sync(error) if error.is_nobodys_own() => {
            state.queue.put_back_uncounted(&job, &reason, retry_after).await
        }
        _ => state.queue.put_back(&job, &reason, retry_after).await,
    };
    match kept {
        Ok(Kept::For(pause)) => {
            metrics::sync(&job.target, "put_back");
            let pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            tracing::warn!(sync.target = %target, attempts = job.attempts, pause_ms, error = %error, "sync put back");
        }
        Ok(Kept::Dead) => {
            metrics::sync(&job.target, "dead");
            tracing::error!(sync.target = %target, attempts = job.attempts, events = job.events.len(), error = %error, "sync given up, and only tried rarely from now on: see `customer-portal events list --state dead`");
        }
        // The lease ends by itself, and somebody takes it up.
        Err(lost) => tracing::error!(sync.target = %target, error = %lost, "sync could not be put back"),
    }
}

async fn attempt(state: &AppState, job: &Job) -> Result<Synced, Failure> {
    if state.queue.is_worn_out(job) {
        return Err(Failure::WornOut);
    }
    let fetched = refetch(&state.db, &state.background, &job.target).await?;
    let unreadable = fetched.unreadable();
    let written = db::write(&state.db, async |transaction| {
        let outcome = fetched.write(transaction).await?;
        // Superseded is settled too: a fetch that began after ours has been written.
        let done = if outcome == Synced::NotOurs { State::Ignored } else { State::Succeeded };
        if unreadable.is_none() {
            state.queue.finish(transaction, job, done).await?;
        }
        Ok(outcome)
    });
    let outcome = written.await.map_err(SyncError::from)?;
    // The rest is written, and it is tried again.
    unreadable.map_or(Ok(outcome), |error| Err(error.into()))
}

/// Until the lease is lost: somebody else has it, or it has run out because the database did not answer.
async fn keep_lease(state: &AppState, job: &Job) {
    let mut leased_at = job.leased_at;
    loop {
        let renew = async {
            tokio::time::sleep(RENEW_EVERY).await;
            (Instant::now(), state.queue.renew(job).await)
        };
        match tokio::time::timeout_at((leased_at + LEASE).into(), renew).await {
            Ok((asked_at, Ok(true))) => leased_at = asked_at,
            Ok((_, Ok(false))) | Err(_) => return,
            Ok((_, Err(error))) => {
                tracing::warn!(sync.target = %job.target, error = %error, "lease could not be renewed");
            }
        }
    }
}
