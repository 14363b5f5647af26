//! The work that is due: the table `sync_jobs`, one row for each object to refetch.
//!
//! A row is claimed by a lease that ends by itself, so that the work of a process that died is taken
//! up by another. There is one row for one object: nobody else works on it meanwhile, on any replica.

mod rows;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{Duration, Instant},
};

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, ExprTrait,
    QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, LockBehavior, LockType, OnConflict},
};
use tokio::sync::Notify;
use uuid::Uuid;

use self::rows::{again, given_up, job, later, mark, waiting};
use super::backoff;
use crate::server::{
    billing::{Target, now_ms},
    db::{
        self,
        entity::{
            stripe_event::{self, State},
            sync_job::{ActiveModel, Column, Entity, Model},
        },
    },
};

/// How long a worker may be silent before it is taken for dead.
pub(super) const LEASE: Duration = Duration::from_secs(10);

/// How often a worker says that it is alive.
pub(super) const RENEW_EVERY: Duration = Duration::from_secs(3);

/// How often an object is tried before its events are dead letters: about five hours.
pub const ATTEMPTS: i32 = 50;

/// So many times as often it may be begun: a process that is killed says little about what it was at.
const DEATHS: i32 = 4;

/// As many ids as are named in one statement; both databases take many more.
const CHUNK: usize = 1000;

/// The `sync_jobs` table, and the bell that wakes the worker.
#[derive(Clone, Debug)]
pub struct Queue {
    db: DatabaseConnection,
    bell: Arc<Notify>,
    attempts: i32,
}

/// An object to refetch, leased to us.
#[derive(Debug)]
pub struct Job {
    pub target: Target,
    /// The events that ask for it and were there when it was claimed: what is fetched from now on is
    /// at least as new as they are.
    pub events: Vec<String>,
    /// How often it was begun, this time included.
    pub attempts: i32,
    /// How often it failed before.
    pub failures: i32,
    /// From when on it is leased to us.
    pub(super) leased_at: Instant,
    wanted: i64,
    lease: String,
}

/// Somebody else has the job: this worker was silent for too long.
#[derive(Debug, thiserror::Error)]
#[error("the lease was lost to another worker")]
pub struct LeaseLost;

impl Queue {
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db, bell: Arc::default(), attempts: ATTEMPTS }
    }

    /// The same queue that gives up after so many attempts.
    #[must_use]
    pub fn giving_up_after(self, attempts: i32) -> Self {
        Self { attempts, ..self }
    }

    /// Asks for a refetch of each, in the caller's transaction; [`Queue::ring`] when it is committed.
    /// One that is waiting after a failure goes on waiting: many events must not wear out its attempts.
    /// One that was given up begins anew.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn request(db: &impl ConnectionTrait, targets: BTreeSet<Target>) -> Result<(), DbErr> {
        let now = now_ms();
        // In one order everywhere, so that two replicas cannot wait for each other.
        let rows = targets.into_iter().map(|target| job(target, now));
        let again = again(now, Expr::col((Entity, Column::DueAtMs)));
        Entity::insert_many(rows).on_conflict(again).exec_without_returning(db).await.map(drop)
    }

    /// Notes what somebody else than the worker could not have, and why; the worker tries it in a while. What
    /// waits already goes on waiting.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_off(db: &impl ConnectionTrait, failed: BTreeMap<Target, String>) -> Result<(), DbErr> {
        if failed.is_empty() {
            return Ok(());
        }
        let now = now_ms();
        let rows = failed.into_iter().map(|(target, error)| ActiveModel {
            failures: Set(1),
            last_error: Set(Some(error)),
            ..job(target, later(now, backoff::pause(1, None)))
        });
        let known = OnConflict::column(Column::Target).do_nothing().to_owned();
        Entity::insert_many(rows).on_conflict(known).exec_without_returning(db).await.map(drop)
    }

    /// Has the worker try at once what failed before, now that it can be had; so its events are settled.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hurry(db: &impl ConnectionTrait, targets: &[Target]) -> Result<(), DbErr> {
        let now = now_ms();
        for targets in targets.chunks(CHUNK) {
            Entity::update_many()
                .col_expr(Column::DueAtMs, Expr::value(now))
                .filter(Column::Target.is_in(targets.iter().cloned()))
                .filter(Column::Failures.gt(0))
                .filter(Column::Lease.is_null())
                .filter(Column::DueAtMs.gt(now))
                .exec(db)
                .await?;
        }
        Ok(())
    }

    /// Asks for a refetch that begins after this call, in `pause` or when another of the same object is due.
    /// However often it is asked for meanwhile, it is one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn request_later(&self, target: Target, pause: Duration) -> Result<(), DbErr> {
        let due = later(now_ms(), pause);
        let again = again(due, Expr::value(due))
            // One that nobody has begun yet will do.
            .action_and_where(Expr::col((Entity, Column::Lease)).is_not_null().or(given_up()))
            .to_owned();
        let request = Entity::insert(job(target, due)).on_conflict(again);
        db::in_time(request.exec_without_returning(&self.db)).await.map(drop)
    }

    /// Wakes this process's worker; those of other replicas look by themselves.
    pub fn ring(&self) {
        self.bell.notify_one();
    }

    pub(super) async fn rung(&self) {
        self.bell.notified().await;
    }

    /// Takes what has been due longest and nobody works on, if there is anything.
    pub(super) async fn claim(&self) -> Result<Option<Job>, DbErr> {
        let (now, leased_at) = (now_ms(), Instant::now());
        let free = Condition::any().add(Column::LeaseUntilMs.is_null()).add(Column::LeaseUntilMs.lte(now));
        let mut next = Entity::find()
            .select_only()
            .column(Column::Target)
            .filter(Column::DueAtMs.lte(now))
            .filter(free)
            .limit(1)
            .into_query();
        next.order_by(Column::DueAtMs, sea_orm::Order::Asc);
        // On PostgreSQL; SQLite has one writer at a time anyway, and SeaQuery leaves it out there.
        next.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        let lease = Uuid::new_v4().to_string();
        let claim = Entity::update_many()
            .col_expr(Column::Lease, Expr::value(lease.as_str()))
            .col_expr(Column::LeaseUntilMs, Expr::value(later(now, LEASE)))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Expr::col(Column::Target).eq(next));
        let claimed = db::in_time(claim.exec_with_returning(&self.db)).await?;
        let Some(Model { target, attempts, failures, wanted, .. }) = claimed.into_iter().next() else {
            return Ok(None);
        };
        let events = stripe_event::Entity::find()
            .select_only()
            .column(stripe_event::Column::Id)
            .filter(stripe_event::Column::Target.eq(target.clone()))
            .filter(stripe_event::Column::State.is_in([State::Pending, State::Dead]))
            .into_tuple();
        let events = db::in_time(events.all(&self.db)).await?;
        Ok(Some(Job { target, events, attempts, failures, leased_at, wanted, lease }))
    }

    /// Whether the lease is still ours; if so, for longer.
    pub(super) async fn renew(&self, job: &Job) -> Result<bool, DbErr> {
        let renewed = Entity::update_many()
            .col_expr(Column::LeaseUntilMs, Expr::value(later(now_ms(), LEASE)))
            .filter(job.is_ours());
        Ok(db::in_time(renewed.exec(&self.db)).await?.rows_affected > 0)
    }

    /// Marks the job's events in the transaction that wrote what was fetched.
    ///
    /// # Errors
    /// [`LeaseLost`] inside [`DbErr::Custom`] when somebody else has the job, so that the caller's
    /// transaction is rolled back.
    pub(super) async fn finish(&self, transaction: &DatabaseTransaction, job: &Job, state: State) -> Result<(), DbErr> {
        // The events before the job, as the inbox has it, so that the two cannot wait for each other.
        mark(transaction, job, state, None).await?;
        self.release(transaction, job).await
    }

    /// Gives the job up until later, or for good after too many attempts: then its events are dead
    /// letters. Says which.
    pub(super) async fn put_back(&self, job: &Job, error: &str, retry_after: Option<Duration>) -> Result<Kept, DbErr> {
        let failures = job.failures.saturating_add(1);
        if failures >= self.attempts || self.is_worn_out(job) {
            return self.give_up(job, failures, error).await.map(|()| Kept::Dead);
        }
        let pause = backoff::pause(failures, retry_after);
        db::in_time(waiting(job, failures, pause, error).exec(&self.db)).await?;
        Ok(Kept::For(pause))
    }

    /// Gives the job up until later, for a reason that says nothing about its object: it would have been the same
    /// with any other. However often that is, the job is never given up for it.
    pub(super) async fn put_back_uncounted(
        &self,
        job: &Job,
        error: &str,
        retry_after: Option<Duration>,
    ) -> Result<Kept, DbErr> {
        // The pauses grow all the same, and leave room for failures that count.
        let failures = match job.failures {
            0 => 1,
            some if some < self.attempts / 2 => some + 1,
            some => some,
        };
        let pause = backoff::pause(failures, retry_after);
        let waiting = waiting(job, failures, pause, error);
        let waiting = waiting.col_expr(Column::Attempts, Expr::value(job.attempts.saturating_sub(1)));
        db::in_time(waiting.exec(&self.db)).await?;
        Ok(Kept::For(pause))
    }

    /// Makes the job's events dead letters and keeps it, to be tried rarely; unless more was asked for since it
    /// was claimed: then that begins anew.
    async fn give_up(&self, job: &Job, failures: i32, error: &str) -> Result<(), DbErr> {
        let kept = waiting(job, failures, backoff::rarely(failures.saturating_sub(self.attempts)), error)
            .col_expr(Column::GivenUp, Expr::value(true))
            .filter(Column::Wanted.eq(job.wanted));
        // What ends processes is not begun again before somebody asks for it.
        let kept = if self.is_worn_out(job) { kept } else { kept.col_expr(Column::Attempts, Expr::value(0)) };
        db::write(&self.db, async |transaction| {
            mark(transaction, job, State::Dead, Some(error)).await?;
            match kept.exec(transaction).await?.rows_affected {
                0 => self.release(transaction, job).await,
                _ => Ok(()),
            }
        })
        .await
    }

    /// Whether it was begun too often already, by workers that never said what became of it: it may be
    /// what ended them.
    pub(super) fn is_worn_out(&self, job: &Job) -> bool {
        job.attempts > self.attempts.saturating_mul(DEATHS)
    }

    /// Removes the job, or, if more was asked for since it was claimed, leaves it to be done again: now, or
    /// when [`Queue::request_later`] says.
    async fn release(&self, transaction: &DatabaseTransaction, job: &Job) -> Result<(), DbErr> {
        let done = Entity::delete_many().filter(job.is_ours()).filter(Column::Wanted.eq(job.wanted));
        if done.exec(transaction).await?.rows_affected > 0 {
            return Ok(());
        }
        let now = now_ms();
        let due = Expr::case(Column::DueAtMs.gt(now), Expr::col(Column::DueAtMs)).finally(now);
        let again = Entity::update_many()
            .col_expr(Column::Lease, Expr::value(Option::<String>::None))
            .col_expr(Column::LeaseUntilMs, Expr::value(Option::<i64>::None))
            .col_expr(Column::Attempts, Expr::value(0))
            .col_expr(Column::Failures, Expr::value(0))
            .col_expr(Column::GivenUp, Expr::value(false))
            .col_expr(Column::DueAtMs, due.into())
            .filter(job.is_ours());
        match again.exec(transaction).await?.rows_affected {
            0 => Err(DbErr::Custom(LeaseLost.to_string())),
            _ => Ok(()),
        }
    }
}

/// What became of a job that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// To be tried again after this long.
    For(Duration),
    /// Its events are dead letters.
    Dead,
}

impl Job {
    fn is_ours(&self) -> Condition {
        Condition::all().add(Column::Target.eq(self.target.clone())).add(Column::Lease.eq(self.lease.as_str()))
    }
}
