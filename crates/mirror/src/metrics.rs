//! Metrics of the mirror, for the program's recorder; without one nothing is counted.

use metrics::{counter, gauge};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use crate::{
    entity::{
        customer,
        stripe_event::{Column, Entity, State},
    },
    mirror::Mirror,
};

/// Counts a webhook: `stored`, `duplicate`, `refused` or `failed`.
pub fn webhook(outcome: &'static str) {
    counter!("webhook_events_total", "outcome" => outcome).increment(1);
}

/// Counts the worker's sync of an object, given by its key in the queue.
pub fn sync(key: &str, outcome: &'static str) {
    let kind = match key.split_once(':') {
        Some(("product", _)) => "product",
        Some(("price", _)) => "price",
        Some(("entitlements", _)) => "entitlements",
        // For a charge or an invoice its customer is fetched.
        _ => "customer",
    };
    counter!("syncs_total", "kind" => kind, "outcome" => outcome).increment(1);
}

/// Counts objects that differed from Stripe without an event.
pub fn drifted(pass: &'static str, objects: u64) {
    counter!("reconcile_drifted_total", "pass" => pass).increment(objects);
}

/// Counts objects that a pass could not read; the worker retries them.
pub fn unreadable(pass: &'static str, objects: u64) {
    counter!("reconcile_unreadable_total", "pass" => pass).increment(objects);
}

struct Gauges {
    pending: f64,
    dead: f64,
    /// How long the oldest pending event has waited, in seconds.
    oldest: f64,
    /// Objects whose last fetch failed.
    failing: f64,
    /// Customers that the account does not know.
    missing: f64,
}

/// Sets the gauges `inbox_events`, `inbox_oldest_pending_seconds`, `sync_failing_objects` and
/// `missing_customers`. They are the same on every replica, since all share the inbox.
///
/// # Errors
/// When the database does not answer. Then they are not a number: other numbers are wanted most when something is
/// wrong.
pub async fn record_gauges(mirror: &Mirror) -> Result<(), DbErr> {
    let (gauges, outcome) = match look(mirror).await {
        Ok(gauges) => (gauges, Ok(())),
        Err(error) => {
            let unknown = f64::NAN;
            let gauges =
                Gauges { pending: unknown, dead: unknown, oldest: unknown, failing: unknown, missing: unknown };
            (gauges, Err(error))
        }
    };
    gauge!("inbox_events", "state" => "pending").set(gauges.pending);
    gauge!("inbox_events", "state" => "dead").set(gauges.dead);
    gauge!("inbox_oldest_pending_seconds").set(gauges.oldest);
    gauge!("sync_failing_objects").set(gauges.failing);
    gauge!("missing_customers").set(gauges.missing);
    outcome
}

#[expect(clippy::cast_precision_loss, reason = "there are not so many that it would matter")]
async fn look(Mirror { db, queue, .. }: &Mirror) -> Result<Gauges, DbErr> {
    let in_state = |state| Entity::find().filter(Column::State.eq(state));
    let oldest = in_state(State::Pending).select_only().column_as(Column::ReceivedAt.min(), "oldest");
    let oldest: Option<Option<i64>> = oldest.into_tuple().one(db).await?;
    Ok(Gauges {
        pending: in_state(State::Pending).count(db).await? as f64,
        dead: in_state(State::Dead).count(db).await? as f64,
        oldest: oldest.flatten().map_or(0, |oldest| clock::now_seconds() - oldest) as f64,
        failing: queue.failing().count(db).await? as f64,
        missing: customer::Entity::find().filter(customer::Column::MissingSince.is_not_null()).count(db).await? as f64,
    })
}
