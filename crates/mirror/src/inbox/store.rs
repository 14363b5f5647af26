//! Storing events. Stripe gets "200" only after the event is on disk.
//!
//! A commit that survives a power cut takes milliseconds, whatever its size. So one writer collects
//! all events that arrive during a commit and stores them in the next one. This absorbs bursts, and
//! still no answer is sent before its commit.

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

/// Events per commit: well below the limit of values per statement.
const BATCH: usize = 256;

/// The length of the writer's queue; when it is full, senders wait.
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
    /// It was already stored. Nothing is changed, unless it was given up: then it is tried again.
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

    /// Stores a verified event; one that is not handled is stored as ignored. Returns when it is
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
                    // If nobody receives this answer, Stripe will deliver the event again.
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

/// Stores all events and requests their objects, in one transaction. Returns which were new. They
/// are in the order of their ids, so that two replicas with the same events cannot deadlock.
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
