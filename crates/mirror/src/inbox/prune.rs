//! Removes finished events after the time for which Stripe lists them.

use database::Database;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use time::{Duration, OffsetDateTime};

use crate::entity::stripe_event::{Column, Entity, State};

/// Stripe: "List events, going back up to 30 days."
const KEEP: Duration = Duration::days(30);

/// Events removed per commit: few, so that the inbox never waits long for the database.
const CHUNK: u64 = 1000;

/// Events received before this time are removed; in Unix seconds.
pub fn kept_since(now: OffsetDateTime) -> i64 {
    (now - KEEP).unix_timestamp()
}

/// Removes succeeded and ignored events. Dead ones stay until the operator has handled them.
///
/// # Errors
/// When the database does not answer.
pub async fn prune(db: &Database) -> Result<u64, DbErr> {
    let before = kept_since(clock::now());
    let mut removed = 0;
    loop {
        let old = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::State.is_in([State::Succeeded, State::Ignored]))
            .filter(Column::ReceivedAt.lt(before))
            .limit(CHUNK)
            .into_query();
        let remove = Entity::delete_many().filter(Column::Id.in_subquery(old));
        match remove.exec(db).await?.rows_affected {
            0 => break,
            rows => removed += rows,
        }
    }
    if removed > 0 {
        tracing::info!(events = removed, "old events removed");
    }
    Ok(removed)
}
