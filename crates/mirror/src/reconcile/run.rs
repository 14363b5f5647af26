//! Running the passes when they are due.

use std::time::Duration;

use stripe::StripeClient;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use crate::{
    catalog::{CatalogChanges, mirror_catalog},
    entity::sync_pass::Pass,
    error::SyncError,
    inbox::prune,
    metrics,
    mirror::Mirror,
    reconcile::{customers, drift::note_drift, passes::Passes, reconciler::Reconciler, undelivered},
    stripe_object::StripeObject,
};

/// How often to check whether a pass is due.
const LOOK_EVERY: Duration = Duration::from_mins(1);

const HOUR_MS: i64 = 3_600_000;

/// The nightly pass is due from this hour on, in UTC.
const NIGHT: u8 = 3;

impl Reconciler {
    /// Runs every pass when it is due, until told to stop; a stopped pass is continued later.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => {}
                outcome = self.run_passes() => {
                    if let Err(error) = outcome {
                        tracing::warn!(error = %error, "reconciliation failed; it continues later from its progress");
                    }
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = tokio::time::sleep(LOOK_EVERY) => {}
                    }
                }
            }
        }
    }

    /// Runs the passes that are due and that nobody else runs.
    ///
    /// # Errors
    /// When Stripe or the database does not answer.
    pub async fn run_passes(&self) -> Result<(), SyncError> {
        // One that fails (a key without the permission to list events, say) does not stop the other.
        let events = self.undelivered_events().await;
        let customers = self.all_customers().await;
        events.and(customers)
    }

    async fn undelivered_events(&self) -> Result<(), SyncError> {
        let passes = Passes(&self.mirror.db);
        let Some(pass) = passes.begin(Pass::UndeliveredEvents).await? else { return Ok(()) };
        let since = pass.completed_pass_began_ms.map(|began| began / 1000 - undelivered::MARGIN);
        let outcome = undelivered::pass(self, &passes, since, pass.cursor).await;
        // Even after a failed pass: a key without permission for events must not make the inbox
        // grow for ever.
        let pruned = prune(&self.mirror.db).await;
        passes.end(Pass::UndeliveredEvents, outcome, |began| began + HOUR_MS).await?;
        pruned?;
        Ok(())
    }

    async fn all_customers(&self) -> Result<(), SyncError> {
        let passes = Passes(&self.mirror.db);
        let Some(pass) = passes.begin(Pass::AllCustomers).await? else { return Ok(()) };
        let outcome = async {
            let catalog = catalog(&self.mirror, &self.stripe).await;
            // On the first run everything is new, which is not drift.
            if let Ok(changed) = &catalog
                && pass.completed_pass_began_ms.is_some()
            {
                note_drift(&self.mirror, "catalog", changed.clone()).await?;
            }
            // An error in the catalog does not stop the sync of customers.
            customers::pass(self, &passes, pass.cursor).await?;
            catalog.map(drop)
        };
        let outcome = outcome.await;
        passes.end(Pass::AllCustomers, outcome, next_night).await
    }
}

/// Mirrors the catalog. Unreadable objects are left to the worker. Returns the objects that
/// differed.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn catalog(mirror: &Mirror, stripe: &StripeClient) -> Result<Vec<StripeObject>, SyncError> {
    let CatalogChanges { changed, unreadable } = mirror_catalog(mirror, stripe).await?;
    for (object, why) in &unreadable {
        tracing::warn!(sync.object = %object, error = %why, "object could not be read; the worker retries it");
    }
    metrics::unreadable("catalog", unreadable.len() as u64);
    mirror.note_failures(&mirror.db, unreadable).await?;
    Ok(changed)
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
