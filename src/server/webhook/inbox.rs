//! Where events wait. Stripe hears "200" only once an event is here, on disk.
//!
//! A commit that survives a power cut costs milliseconds, however much it holds. So one writer stores
//! all events that came while the commit before was under way in the next one: a burst is absorbed,
//! and nobody is answered any earlier.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, IntoCondition, OnConflict},
};
use time::OffsetDateTime;
use tokio::sync::{mpsc, oneshot};

use super::event::Event;
use crate::server::{
    billing::Target,
    db::{
        self,
        entity::stripe_event::{ActiveModel, Column, Entity, State},
    },
    jobs::Queue,
};

/// As many events as one commit takes: well below the number of values that a statement may have.
const BATCH: usize = 256;

/// As many as may wait for the writer before senders wait too.
const WAITING: usize = 1024;

/// The door to the `stripe_events` table. Clones share the writer, which ends with the last of them.
#[derive(Clone, Debug)]
pub struct Inbox {
    writer: mpsc::Sender<Letter>,
}

/// What storing an event did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    New,
    /// It was here already. Nothing was changed, unless it had been given up: then it is tried again,
    /// since only what succeeded is done.
    Duplicate,
}

/// The event is not stored: Stripe has to be told to come again.
#[derive(Debug, thiserror::Error)]
#[error("the inbox cannot be written")]
pub struct NotStored;

struct Letter {
    event: Event,
    answer: oneshot::Sender<Result<Stored, NotStored>>,
}

impl Inbox {
    /// Starts the writer; must be called within a runtime.
    pub fn new(db: DatabaseConnection, queue: Queue) -> Self {
        let (writer, letters) = mpsc::channel(WAITING);
        tokio::spawn(write(db, queue, letters));
        Self { writer }
    }

    /// Keeps a verified event; those that nothing is done with are kept as ignored. Returns when it is
    /// committed.
    ///
    /// # Errors
    /// When it could not be stored; the reason is in the log.
    pub async fn store(&self, event: Event) -> Result<Stored, NotStored> {
        let (answer, stored) = oneshot::channel();
        self.writer.send(Letter { event, answer }).await.map_err(|_| NotStored)?;
        stored.await.map_err(|_| NotStored)?
    }
}

async fn write(db: DatabaseConnection, queue: Queue, mut letters: mpsc::Receiver<Letter>) {
    let mut batch = Vec::new();
    while letters.recv_many(&mut batch, BATCH).await > 0 {
        let (rows, answers): (BTreeMap<_, _>, Vec<_>) = batch
            .drain(..)
            .map(|Letter { event, answer }| {
                let id = event.id.clone();
                ((id.clone(), event), (id, answer))
            })
            .unzip();
        match commit(&db, rows).await {
            Ok(mut new) => {
                queue.ring();
                for (id, answer) in answers {
                    let stored = if new.remove(&id) { Stored::New } else { Stored::Duplicate };
                    // Whoever does not wait for the answer any more will come again.
                    let _ = answer.send(Ok(stored));
                }
            }
            Err(error) => {
                tracing::error!(events = answers.len(), error = %error, "events could not be stored");
                for (_, answer) in answers {
                    let _ = answer.send(Err(NotStored));
                }
            }
        }
    }
}

/// Stores all, with the work they ask for, in one transaction. Says which were new. They come in the
/// order of their ids, so that two replicas with the same events cannot wait for each other.
async fn commit(db: &DatabaseConnection, events: BTreeMap<String, Event>) -> Result<HashSet<String>, DbErr> {
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let targets: BTreeMap<_, _> = events.iter().filter_map(|(id, event)| Some((id.clone(), event.target()?))).collect();
    let rows = events.into_values().map(|event| row(event, now));
    db::write(db, async |transaction| {
        let new: HashSet<String> = Entity::insert_many(rows)
            .on_conflict(OnConflict::column(Column::Id).do_nothing().to_owned())
            .exec_with_returning_keys(transaction)
            .await?
            .into_iter()
            .collect();
        let (fresh, known): (Vec<_>, Vec<_>) = targets.into_iter().partition(|(id, _)| new.contains(id));
        let mut wanted: BTreeSet<_> = fresh.into_iter().map(|(_, target)| target).collect();
        if !known.is_empty() {
            let known = known.into_iter().map(|(id, _)| id);
            wanted.extend(reopen(transaction, Column::Id.is_in(known).and(Column::State.eq(State::Dead))).await?);
        }
        Queue::request(transaction, wanted).await?;
        Ok(new)
    })
    .await
}

/// Makes events wait once more; says for what. [`Queue::request`] it in the same transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn reopen(db: &impl ConnectionTrait, which: impl IntoCondition) -> Result<BTreeSet<Target>, DbErr> {
    let events = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Pending))
        .col_expr(Column::ProcessedAt, Expr::value(Option::<i64>::None))
        .col_expr(Column::LastError, Expr::value(Option::<String>::None))
        .filter(which.into_condition())
        .exec_with_returning(db)
        .await?;
    Ok(events.into_iter().filter_map(|event| event.target).collect())
}

fn row(event: Event, now: i64) -> ActiveModel {
    let (target, payload) = (event.target(), event.envelope());
    let state = if target.is_some() { State::Pending } else { State::Ignored };
    ActiveModel {
        id: Set(event.id),
        kind: Set(event.kind),
        api_version: Set(event.api_version),
        customer_id: Set(event.customer_id),
        target: Set(target),
        created_at: Set(event.created_at),
        received_at: Set(now),
        payload: Set(payload),
        state: Set(state),
        processed_at: Set((state == State::Ignored).then_some(now)),
        last_error: Set(None),
    }
}
