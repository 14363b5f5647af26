//! The table `sync_passes`: who runs each pass, and its progress.
//!
//! The lease only saves work: two replicas running the same pass would do no harm.

use std::time::Duration;

use database::Database;
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, Func},
};

use crate::{
    entity::sync_pass::{Column, Entity, Model, Pass},
    error::SyncError,
};

/// Longer than any page takes.
const LEASE: Duration = Duration::from_mins(2);

/// The pause after a failure, which may be temporary.
const PAUSE: Duration = Duration::from_mins(2);

pub struct Passes<'a>(pub &'a Database);

impl Passes<'_> {
    /// Starts or continues the pass, if it is due and nobody else runs it.
    pub async fn begin(&self, pass: Pass) -> Result<Option<Model>, DbErr> {
        let now = clock::now_ms();
        let free = Condition::any().add(Column::LeaseUntilMs.is_null()).add(Column::LeaseUntilMs.lte(now));
        let began = Entity::update_many()
            .col_expr(Column::LeaseUntilMs, Expr::value(now + ms(LEASE)))
            .col_expr(Column::BeganAtMs, Func::coalesce([Expr::col(Column::BeganAtMs), Expr::value(now)]).into())
            .filter(Column::Name.eq(pass))
            .filter(Column::DueAtMs.lte(now))
            .filter(free);
        let began = began.exec_with_returning(self.0).await?;
        let Some(model) = began.into_iter().next() else { return Ok(None) };
        tracing::info!(sync.pass = ?pass, resumed = model.cursor.is_some(), "reconciliation begins");
        Ok(Some(model))
    }

    /// Stores that everything up to `cursor` is done.
    pub async fn advance(&self, pass: Pass, cursor: &str, drifted: i64) -> Result<(), DbErr> {
        let noted = Entity::update_many()
            .col_expr(Column::LeaseUntilMs, Expr::value(clock::now_ms() + ms(LEASE)))
            .col_expr(Column::Cursor, Expr::value(cursor))
            .col_expr(Column::Drifted, Expr::col(Column::Drifted).add(drifted))
            .filter(Column::Name.eq(pass));
        noted.exec(self.0).await.map(drop)
    }

    /// Sets the next time: after success `next` of its start, after a failure soon, continuing from
    /// its progress.
    pub async fn end(
        &self,
        pass: Pass,
        outcome: Result<(), SyncError>,
        next: impl Fn(i64) -> i64,
    ) -> Result<(), SyncError> {
        let free = Entity::update_many()
            .col_expr(Column::LeaseUntilMs, Expr::value(Option::<i64>::None))
            .filter(Column::Name.eq(pass));
        if let Err(error) = outcome {
            let later = free.col_expr(Column::DueAtMs, Expr::value(clock::now_ms() + ms(PAUSE)));
            later.exec(self.0).await?;
            return Err(error);
        }
        let done = Entity::find_by_id(pass).one(self.0).await?;
        let began = done.as_ref().and_then(|pass| pass.began_at_ms).unwrap_or_else(clock::now_ms);
        let next = free
            .col_expr(Column::DueAtMs, Expr::value(next(began)))
            .col_expr(Column::CompletedPassBeganMs, Expr::value(began))
            .col_expr(Column::BeganAtMs, Expr::value(Option::<i64>::None))
            .col_expr(Column::Cursor, Expr::value(Option::<String>::None))
            .col_expr(Column::Drifted, Expr::value(0_i64));
        next.exec(self.0).await?;
        tracing::info!(sync.pass = ?pass, drifted = done.map_or(0, |pass| pass.drifted), "reconciliation done");
        Ok(())
    }
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
