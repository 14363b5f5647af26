//! The statements for rows of the queue.

use std::time::Duration;

use sea_orm::{
    ActiveValue::Set,
    EntityTrait, ExprTrait, QueryFilter, UpdateMany,
    sea_query::{Expr, OnConflict},
};

use crate::{
    job::{ActiveModel, Column, Entity},
    lease::Job,
};

/// A new row without a worker.
pub fn new(queue: &str, key: String, due_at_ms: i64) -> ActiveModel {
    ActiveModel {
        queue: Set(queue.to_owned()),
        key: Set(key),
        due_at_ms: Set(due_at_ms),
        generation: Set(1),
        starts: Set(0),
        failures: Set(0),
        given_up: Set(false),
        lease: Set(None),
        lease_until_ms: Set(None),
        last_error: Set(None),
    }
}

/// A conflict on the key of a row.
pub fn conflict() -> OnConflict {
    OnConflict::columns([Column::Queue, Column::Key])
}

/// The update of an existing row when the job is requested again: a given-up job starts again at
/// `due_at_ms`, any other is due at `due`.
pub fn again(due_at_ms: i64, due: Expr) -> OnConflict {
    let anew = |anew: Expr, otherwise: Expr| Expr::case(given_up(), anew).finally(otherwise);
    let zero_or = |column| anew(Expr::value(0), Expr::col((Entity, column)));
    conflict()
        .value(Column::Generation, Expr::col((Entity, Column::Generation)).add(1))
        .value(Column::DueAtMs, anew(Expr::value(due_at_ms), due))
        .value(Column::Starts, zero_or(Column::Starts))
        .value(Column::Failures, zero_or(Column::Failures))
        .value(Column::GivenUp, false)
        .to_owned()
}

pub fn given_up() -> Expr {
    Expr::col((Entity, Column::GivenUp)).eq(true)
}

/// Makes the job, if it is still ours, wait after a failure.
pub fn waiting(job: &Job, failures: i32, pause: Duration, error: &str) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::Lease, Expr::value(Option::<String>::None))
        .col_expr(Column::LeaseUntilMs, Expr::value(Option::<i64>::None))
        .col_expr(Column::DueAtMs, Expr::value(later(clock::now_ms(), pause)))
        .col_expr(Column::Failures, Expr::value(failures))
        .col_expr(Column::LastError, Expr::value(error))
        .filter(job.is_ours())
}

pub fn later(now_ms: i64, by: Duration) -> i64 {
    now_ms.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX))
}
