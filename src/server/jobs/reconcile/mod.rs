//! Repairs what no event told us: hourly what Stripe could not deliver, nightly every customer.
//!
//! A pass goes page by page and notes how far it is, so that after a restart or a failure it goes on
//! from there, on whichever replica takes it up.

mod customers;
mod passes;
mod undelivered;

use std::time::Duration;

use sea_orm::{DbErr, EntityTrait};
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

pub use self::customers::{Checked, Progress, sync_customers};
use self::passes::Passes;
pub use self::undelivered::{fetch_undelivered, missed};
use super::{Queue, prune::prune};
use crate::server::{
    auth,
    billing::{self, Mirrored, SyncError, Target, mirror_catalog},
    db::{
        self,
        entity::{sync_job, sync_pass::Pass},
    },
    metrics,
    state::AppState,
};

/// How often it is looked whether a pass is due.
const LOOK_EVERY: Duration = Duration::from_secs(60);

const HOUR_MS: i64 = 3_600_000;

/// The nightly pass is due from this hour on, in UTC.
const NIGHT: u8 = 3;

/// Runs every pass when it is due, until told to stop; a stopped pass is gone on with later.
pub async fn run(state: AppState, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let passes = run_passes(&state);
        tokio::select! {
            () = stop.cancelled() => {}
            outcome = passes => {
                if let Err(error) = outcome {
                    tracing::warn!(error = %error, "reconciliation interrupted; it goes on from where it was");
                }
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
            }
        }
    }
}

/// Runs the passes that are due, and nobody else is at.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn run_passes(state: &AppState) -> Result<(), SyncError> {
    // One that fails (a key without the permission to list events, say) does not stop the other.
    let events = undelivered_events(state).await;
    let customers = all_customers(state).await;
    events.and(customers)
}

async fn undelivered_events(state: &AppState) -> Result<(), SyncError> {
    let passes = Passes(&state.db);
    let Some(pass) = passes.begin(Pass::UndeliveredEvents).await? else { return Ok(()) };
    let since = pass.completed_ms.map(|began| began / 1000 - undelivered::MARGIN);
    let outcome = undelivered::pass(state, &passes, since, pass.cursor).await;
    // Whatever became of the pass: a key that may not list events must not make the inbox grow for ever.
    let pruned = prune(&state.db).await;
    look_at_portal(state).await;
    passes.end(Pass::UndeliveredEvents, outcome, |began| began + HOUR_MS).await?;
    let failures = auth::ceiling::prune(&state.db, OffsetDateTime::now_utc().unix_timestamp()).await;
    pruned?;
    failures?;
    Ok(())
}

/// No event tells of what is changed in the Dashboard, and pages say what the portal offers without asking Stripe. It
/// gives up after a moment.
pub async fn look_at_portal(state: &AppState) {
    if let Err(error) = billing::look_at_portal(state).await {
        tracing::warn!(error = %error, "what the portal offers could not be found out; pages say what was last known");
    }
}

async fn all_customers(state: &AppState) -> Result<(), SyncError> {
    let passes = Passes(&state.db);
    let Some(pass) = passes.begin(Pass::AllCustomers).await? else { return Ok(()) };
    let outcome = async {
        let catalog = catalog(state).await;
        // At first everything is new.
        if let Ok(changed) = &catalog
            && pass.completed_ms.is_some()
        {
            note_drift(state, "catalog", changed.clone()).await?;
        }
        // What is on offer stops nobody who has bought something.
        customers::pass(state, &passes, pass.cursor).await?;
        catalog.map(drop)
    };
    let outcome = outcome.await;
    passes.end(Pass::AllCustomers, outcome, next_night).await
}

/// Mirrors what is on offer. What cannot be read is left to the worker, and stops nobody. Says what was not as
/// Stripe has it.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn catalog(state: &AppState) -> Result<Vec<Target>, SyncError> {
    let Mirrored { changed, unreadable } = mirror_catalog(&state.db, &state.background).await?;
    for (target, why) in &unreadable {
        tracing::warn!(sync.target = %target, error = %why, "could not be read");
    }
    metrics::unreadable("catalog", unreadable.len() as u64);
    db::in_time(Queue::put_off(&state.db, unreadable)).await?;
    Ok(changed)
}

/// Counts and logs what had drifted, and says how many there were. A change whose event is waiting here
/// is no drift.
async fn note_drift(state: &AppState, pass: &'static str, changed: Vec<Target>) -> Result<u64, DbErr> {
    let mut drifted = 0;
    for target in changed {
        let waits = sync_job::Entity::find_by_id(target.clone());
        if db::in_time(waits.one(&state.db)).await?.is_none() {
            tracing::warn!(sync.target = %target, "had drifted from Stripe");
            drifted += 1;
        }
    }
    metrics::drifted(pass, drifted);
    Ok(drifted)
}

/// The next night after a time, in Unix milliseconds.
fn next_night(after_ms: i64) -> i64 {
    let after = OffsetDateTime::from_unix_timestamp(after_ms / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let tonight = after.replace_time(time::Time::from_hms(NIGHT, 0, 0).unwrap_or(time::Time::MIDNIGHT));
    let night = if tonight > after { tonight } else { tonight + time::Duration::DAY };
    night.unix_timestamp() * 1000
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn the_next_night_is_ahead_and_less_than_a_day_away() {
        for (now, then) in [
            (datetime!(2026-11-22 02:59:59 UTC), datetime!(2026-11-22 03:00 UTC)),
            (datetime!(2026-11-22 03:00:00 UTC), datetime!(2026-11-23 03:00 UTC)),
            (datetime!(2026-12-31 23:00:00 UTC), datetime!(2027-01-01 03:00 UTC)),
        ] {
            assert_eq!(next_night(now.unix_timestamp() * 1000), then.unix_timestamp() * 1000, "{now}");
        }
    }
}
