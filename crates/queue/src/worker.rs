//! The loop of a worker: claims what is due, works on several jobs at a time, and renews their leases.

use std::time::{Duration, Instant};

use sea_orm::DbErr;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    lease::{Job, LEASE, RENEW_EVERY},
    outcome::LeaseLost,
    queue::Queue,
};

/// How often the queue is polled without a notification: for retries, for jobs of other replicas,
/// and for jobs of dead workers.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Works until told to stop; running jobs are finished. `work` does one job, up to `at_once` at a time, and reports its
/// result to the queue.
pub async fn run<F>(queue: &Queue, at_once: usize, stop: &CancellationToken, work: impl Fn(Job) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    while !stop.is_cancelled() {
        if let Err(error) = run_due(queue, at_once, stop, &work).await {
            tracing::error!(error = %error, "the queue could not be read");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = queue.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Works on all due jobs, and returns their number.
///
/// # Errors
/// When the queue cannot be read.
pub async fn run_due<F>(
    queue: &Queue,
    at_once: usize,
    stop: &CancellationToken,
    work: impl Fn(Job) -> F,
) -> Result<usize, DbErr>
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut working = JoinSet::new();
    let mut tried = 0;
    let outcome = loop {
        if stop.is_cancelled() {
            break Ok(());
        }
        if working.len() >= at_once {
            working.join_next().await;
        }
        match queue.claim().await {
            Ok(Some(job)) => {
                tried += 1;
                working.spawn(work(job));
            }
            // A running job may leave more to do when it ends.
            Ok(None) if working.join_next().await.is_some() => {}
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    while working.join_next().await.is_some() {}
    outcome.map(|()| tried)
}

/// Does the work on a job, whose lease is renewed meanwhile; it is dropped when the lease is lost.
///
/// # Errors
/// [`LeaseLost::Lost`] when another worker has the job, and those of the work.
pub async fn while_leased<T, E: From<LeaseLost>>(
    queue: &Queue,
    job: &Job,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    tokio::select! {
        outcome = work => outcome,
        () = keep_lease(queue, job) => Err(LeaseLost::Lost.into()),
    }
}

/// Renews the lease until it is lost: another worker has it, or it expired because the database did
/// not answer.
async fn keep_lease(queue: &Queue, job: &Job) {
    let mut leased_at = job.leased_at;
    loop {
        let renew = async {
            tokio::time::sleep(RENEW_EVERY).await;
            (Instant::now(), queue.renew(job).await)
        };
        match tokio::time::timeout_at((leased_at + LEASE).into(), renew).await {
            Ok((asked_at, Ok(true))) => leased_at = asked_at,
            Ok((_, Ok(false))) | Err(_) => return,
            Ok((_, Err(error))) => {
                tracing::warn!(job.key = %job.key, error = %error, "lease could not be renewed");
            }
        }
    }
}
