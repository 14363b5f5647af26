//! Where events wait. Stripe hears "200" only once an event is here, on disk.

use std::sync::Arc;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseConnection, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    TryInsertResult, sea_query::Expr,
};
use time::OffsetDateTime;
use tokio::sync::Notify;

use super::event::Event;
use crate::server::db::entity::stripe_event::{ActiveModel, Column, Entity, Model, State};

/// The `stripe_events` table, and the bell that wakes the worker.
#[derive(Clone, Debug)]
pub struct Inbox {
    db: DatabaseConnection,
    bell: Arc<Notify>,
}

/// What storing an event did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    New,
    /// It was here already; nothing was changed.
    Duplicate,
}

/// Seconds to wait after so many failed attempts: 1, 2, 4 … and never more than an hour.
fn pause_after(attempts: i32) -> i64 {
    2_i64.saturating_pow(attempts.unsigned_abs()).clamp(1, 3600)
}

impl Inbox {
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db, bell: Arc::default() }
    }

    /// Keeps a verified event; those that nothing is done with are kept as ignored.
    ///
    /// # Errors
    /// When it could not be stored: Stripe has to be told to come again.
    pub async fn store(&self, event: Event, payload: String) -> Result<Stored, DbErr> {
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let state = if event.target().is_some() { State::Pending } else { State::Ignored };
        let row = ActiveModel {
            id: Set(event.id),
            kind: Set(event.kind),
            api_version: Set(event.api_version),
            customer_id: Set(event.customer_id),
            created_at: Set(event.created_at),
            received_at: Set(now),
            payload: Set(payload),
            state: Set(state),
            attempts: Set(0),
            next_attempt_at: Set(now),
            processed_at: Set((state == State::Ignored).then_some(now)),
            last_error: Set(None),
        };
        let inserted =
            Entity::insert(row).on_conflict_do_nothing_on([Column::Id]).exec_without_returning(&self.db).await?;
        Ok(match inserted {
            TryInsertResult::Inserted(rows) if rows > 0 => {
                self.bell.notify_one();
                Stored::New
            }
            _ => Stored::Duplicate,
        })
    }

    /// Until the bell rings.
    pub(super) async fn wait(&self) {
        self.bell.notified().await;
    }

    /// The event that has waited longest among those that are due.
    pub(super) async fn next_due(&self, now: OffsetDateTime) -> Result<Option<Model>, DbErr> {
        Entity::find()
            .filter(Column::State.eq(State::Pending))
            .filter(Column::NextAttemptAt.lte(now.unix_timestamp()))
            .order_by_asc(Column::NextAttemptAt)
            .order_by_asc(Column::ReceivedAt)
            .one(&self.db)
            .await
    }

    /// Marks the event done, and with it all that its sync has settled too: those of the same
    /// customer that were received before the sync began.
    pub(super) async fn finish(&self, event: &Model, began: OffsetDateTime, state: State) -> Result<(), DbErr> {
        let settled = Column::Id.eq(&event.id).or(Column::State
            .eq(State::Pending)
            .and(Column::CustomerId.eq(event.customer_id.clone()))
            .and(Column::ReceivedAt.lt(began.unix_timestamp())));
        Entity::update_many()
            .col_expr(Column::State, Expr::value(state))
            .col_expr(Column::ProcessedAt, Expr::value(OffsetDateTime::now_utc().unix_timestamp()))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .col_expr(Column::LastError, Expr::value(Option::<String>::None))
            .filter(settled)
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Puts the event back, to be tried again after a pause that doubles each time.
    pub(super) async fn put_back(&self, event: &Model, error: &str) -> Result<(), DbErr> {
        let at = OffsetDateTime::now_utc().unix_timestamp() + pause_after(event.attempts);
        Entity::update_many()
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .col_expr(Column::NextAttemptAt, Expr::value(at))
            .col_expr(Column::LastError, Expr::value(error))
            .filter(Column::Id.eq(&event.id))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
