//! Where events wait. Stripe hears "200" only once an event is here, on disk.
//!
//! A commit that survives a power cut costs milliseconds, however much it holds. So one writer stores
//! all events that came while the commit before was under way in the next one: a burst is absorbed,
//! and nobody is answered any earlier.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    time::Duration,
};

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, sea_query::OnConflict};
use tokio::sync::{mpsc, oneshot};

use super::{event::Event, not_stored::NotStored, settle::reopen};
use crate::{
    entity::stripe_event::{ActiveModel, Column, Entity, State},
    mirror::Mirror,
};

/// As many events as one commit takes: well below the number of values that a statement may have.
const BATCH: usize = 256;

/// As many as may wait for the writer before senders wait too.
const WAITING: usize = 1024;

/// How long a sender waits: Stripe gives up after about as long, and sends the event again.
const PATIENCE: Duration = Duration::from_secs(10);

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

struct Letter {
    event: Event,
    answer: oneshot::Sender<Result<Stored, NotStored>>,
}

impl Inbox {
    /// Starts the writer; must be called within a runtime.
    pub fn new(mirror: Mirror) -> Self {
        let (writer, letters) = mpsc::channel(WAITING);
        tokio::spawn(write(mirror, letters));
        Self { writer }
    }

    /// Keeps a verified event; those that nothing is done with are kept as ignored. Returns when it is
    /// committed.
    ///
    /// # Errors
    /// When it could not be stored, or not within ten seconds; the reason is in the log.
    pub async fn store(&self, event: Event) -> Result<Stored, NotStored> {
        let (answer, stored) = oneshot::channel();
        let storing = async {
            self.writer.send(Letter { event, answer }).await.map_err(|_| NotStored)?;
            stored.await.map_err(|_| NotStored)?
        };
        // One that is stored after all is told as a duplicate when Stripe sends it again.
        tokio::time::timeout(PATIENCE, storing).await.map_err(|_| NotStored)?
    }
}

async fn write(mirror: Mirror, mut letters: mpsc::Receiver<Letter>) {
    let mut batch = Vec::new();
    while letters.recv_many(&mut batch, BATCH).await > 0 {
        let (rows, answers): (BTreeMap<_, _>, Vec<_>) = batch
            .drain(..)
            .map(|Letter { event, answer }| {
                let id = event.id.clone();
                ((id.clone(), event), (id, answer))
            })
            .unzip();
        match commit(&mirror, rows).await {
            Ok(mut new) => {
                mirror.queue.notify();
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
async fn commit(mirror: &Mirror, events: BTreeMap<String, Event>) -> Result<HashSet<String>, DbErr> {
    let now = clock::now_seconds();
    let objects: BTreeMap<_, _> = events.iter().filter_map(|(id, event)| Some((id.clone(), event.object()?))).collect();
    let rows = events.into_values().map(|event| row(event, now));
    mirror
        .db
        .write_tx(async |transaction| {
            let new: HashSet<String> = Entity::insert_many(rows)
                .on_conflict(OnConflict::column(Column::Id).do_nothing().to_owned())
                .exec_with_returning_keys(transaction)
                .await?
                .into_iter()
                .collect();
            let (fresh, known): (Vec<_>, Vec<_>) = objects.into_iter().partition(|(id, _)| new.contains(id));
            let mut wanted: BTreeSet<_> = fresh.into_iter().map(|(_, object)| object).collect();
            if !known.is_empty() {
                let known = known.into_iter().map(|(id, _)| id);
                wanted.extend(reopen(transaction, Column::Id.is_in(known).and(Column::State.eq(State::Dead))).await?);
            }
            let wanted = wanted.iter().map(ToString::to_string).collect();
            mirror.queue.request(transaction, wanted).await?;
            Ok(new)
        })
        .await
}

fn row(event: Event, now: i64) -> ActiveModel {
    let (object, payload) = (event.object(), event.envelope());
    let state = if object.is_some() { State::Pending } else { State::Ignored };
    ActiveModel {
        id: Set(event.id),
        kind: Set(event.kind),
        api_version: Set(event.api_version),
        customer_id: Set(event.customer_id),
        object: Set(object),
        created_at: Set(event.created_at),
        received_at: Set(now),
        payload: Set(payload),
        state: Set(state),
        processed_at: Set((state == State::Ignored).then_some(now)),
        last_error: Set(None),
    }
}
