//! Rows of the queue: what is inserted, and what becomes of those that are there.

use std::time::Duration;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, UpdateMany,
    sea_query::{Expr, OnConflict},
};

use super::{CHUNK, Job};
use crate::server::{
    billing::{Target, now_ms},
    db::entity::{
        stripe_event::{self, State},
        sync_job::{ActiveModel, Column, Entity},
    },
};

/// A row that nobody works on.
pub fn job(target: Target, due_at_ms: i64) -> ActiveModel {
    ActiveModel {
        target: Set(target),
        due_at_ms: Set(due_at_ms),
        wanted: Set(1),
        attempts: Set(0),
        failures: Set(0),
        given_up: Set(false),
        lease: Set(None),
        lease_until_ms: Set(None),
        last_error: Set(None),
    }
}

/// What becomes of a row that is there when more is asked for: one that was given up begins anew, `due_at_ms`;
/// any other is due when `due` says.
pub fn again(due_at_ms: i64, due: Expr) -> OnConflict {
    let anew = |anew: Expr, otherwise: Expr| Expr::case(given_up(), anew).finally(otherwise);
    let zero_or = |column| anew(Expr::value(0), Expr::col((Entity, column)));
    OnConflict::column(Column::Target)
        .value(Column::Wanted, Expr::col((Entity, Column::Wanted)).add(1))
        .value(Column::DueAtMs, anew(Expr::value(due_at_ms), due))
        .value(Column::Attempts, zero_or(Column::Attempts))
        .value(Column::Failures, zero_or(Column::Failures))
        .value(Column::GivenUp, false)
        .to_owned()
}

pub fn given_up() -> Expr {
    Expr::col((Entity, Column::GivenUp)).eq(true)
}

/// The job, if it is ours still, waits after a failure.
pub fn waiting(job: &Job, failures: i32, pause: Duration, error: &str) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::Lease, Expr::value(Option::<String>::None))
        .col_expr(Column::LeaseUntilMs, Expr::value(Option::<i64>::None))
        .col_expr(Column::DueAtMs, Expr::value(later(now_ms(), pause)))
        .col_expr(Column::Failures, Expr::value(failures))
        .col_expr(Column::LastError, Expr::value(error))
        .filter(job.is_ours())
}

/// What became of the job's events.
pub async fn mark(
    transaction: &DatabaseTransaction,
    job: &Job,
    state: State,
    error: Option<&str>,
) -> Result<(), DbErr> {
    for ids in job.events.chunks(CHUNK) {
        stripe_event::Entity::update_many()
            .col_expr(stripe_event::Column::State, Expr::value(state))
            .col_expr(stripe_event::Column::ProcessedAt, Expr::value(now_ms() / 1000))
            .col_expr(stripe_event::Column::LastError, Expr::value(error))
            .filter(stripe_event::Column::Id.is_in(ids))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

pub fn later(now_ms: i64, by: Duration) -> i64 {
    now_ms.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX))
}
