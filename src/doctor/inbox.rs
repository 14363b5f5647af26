//! Checks the inbox: delivered events are processed.

use std::fmt::Write;

use database::Database;
use mirror::{
    Mirror,
    entity::stripe_event::{Column, Entity, Model, State},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::doctor::finding::Finding;

const CHECK: &str = "inbox";

/// Seconds after which a waiting event is reported: longer than a deploy takes.
const LATE: i64 = 10 * 60;

/// Seconds after which customers will have noticed.
const FAR_TOO_LATE: i64 = 60 * 60;

pub(super) async fn check(db: &Database, findings: &mut Vec<Finding>) {
    let now = clock::now_seconds();
    findings.push(
        look(db, now)
            .await
            .unwrap_or_else(|error| Finding::red(CHECK, format!("it cannot be read: {error}"), "check the database")),
    );
}

async fn look(db: &Database, now: i64) -> Result<Finding, DbErr> {
    if let Some((count, oldest)) = waiting(db, now).await? {
        let minutes = (now - oldest.received_at) / 60;
        let mut what = format!("{count} events wait to be processed, the oldest for {minutes} minutes");
        if let Some(error) = why(db, &oldest).await? {
            let _ = write!(what, ", last error: {error}");
        }
        let remedy = "check whether `customer-portal serve` runs on this database, and read its log";
        let late = now - oldest.received_at >= FAR_TOO_LATE;
        return Ok(if late { Finding::red(CHECK, what, remedy) } else { Finding::yellow(CHECK, what, remedy) });
    }
    let dead = Entity::find().filter(Column::State.eq(State::Dead)).count(db).await?;
    if dead > 0 {
        let remedy =
            "see `customer-portal events list --state dead`, and then `customer-portal events replay --failed`";
        return Ok(Finding::yellow(CHECK, format!("{dead} events were given up"), remedy));
    }
    Ok(Finding::green(CHECK, "no event has been waiting for long"))
}

/// The number of events that wait for too long, and the oldest of them.
async fn waiting(db: &Database, now: i64) -> Result<Option<(u64, Model)>, DbErr> {
    let late = Entity::find().filter(Column::State.eq(State::Pending)).filter(Column::ReceivedAt.lt(now - LATE));
    let Some(oldest) = late.clone().order_by_asc(Column::ReceivedAt).one(db).await? else { return Ok(None) };
    Ok(Some((late.count(db).await?, oldest)))
}

/// The error of the last attempt to process the event.
async fn why(db: &Database, event: &Model) -> Result<Option<String>, DbErr> {
    let Some(object) = &event.object else { return Ok(None) };
    Ok(Mirror::new(db.clone()).job_of(object).await?.and_then(|job| job.last_error))
}
