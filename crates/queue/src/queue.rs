//! Requesting jobs, claiming them, and reporting their results.
//!
//! Of all processes only the holder of a row's lease works on it. The lease expires, so that
//! another process takes over the work of a dead one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{Duration, Instant},
};

use database::Database;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, LockBehavior, LockType},
};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    backoff,
    job::{ActiveModel, Column, Entity, Model},
    lease::{Job, LEASE},
    outcome::{LeaseLost, RetryOutcome},
    statements::{again, conflict, given_up, later, new, waiting},
};

/// How often a job may fail before it is given up: about five hours.
pub const MAX_FAILURES: i32 = 50;

/// Starts allowed for each allowed failure: a crash is weak evidence against the job.
const STARTS_PER_FAILURE: i32 = 4;

/// As many jobs as are named in one statement. Each has ten values, and SQLite takes 32,766 of them.
const CHUNK: usize = 1000;

/// One queue in the table `jobs`, and the notification for its worker. Clones share both.
#[derive(Clone, Debug)]
pub struct Queue {
    db: Database,
    name: &'static str,
    wake: Arc<Notify>,
    max_failures: i32,
}

impl Queue {
    /// The queue with this name. All users of a name must give its keys the same meaning.
    pub fn new(db: Database, name: &'static str) -> Self {
        Self { db, name, wake: Arc::default(), max_failures: MAX_FAILURES }
    }

    /// The same queue, giving up after this number of failures.
    #[must_use]
    pub fn giving_up_after(self, max_failures: i32) -> Self {
        Self { max_failures, ..self }
    }

    /// Requests each job, in the caller's transaction; call [`Queue::notify`] after the commit. A
    /// job that waits after a failure keeps waiting, so that many requests do not use up its
    /// attempts. A job that was given up starts again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn request(&self, db: &impl ConnectionTrait, keys: BTreeSet<String>) -> Result<(), DbErr> {
        let now = clock::now_ms();
        // In one order everywhere, so that two replicas cannot wait for each other.
        let rows: Vec<_> = keys.into_iter().map(|key| new(self.name, key, now)).collect();
        let again = again(now, Expr::col((Entity, Column::DueAtMs)));
        for rows in rows.chunks(CHUNK) {
            Entity::insert_many(rows.to_vec()).on_conflict(again.clone()).exec_without_returning(db).await?;
        }
        Ok(())
    }

    /// Requests a job that starts after this call: after `pause`, or when an earlier request of the
    /// same key is due. Several requests in this time are one job.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn request_later(&self, key: String, pause: Duration) -> Result<(), DbErr> {
        let due = later(clock::now_ms(), pause);
        let again = again(due, Expr::value(due))
            // A job that has not started yet is sufficient.
            .action_and_where(Expr::col((Entity, Column::Lease)).is_not_null().or(given_up()))
            .to_owned();
        let request = Entity::insert(new(self.name, key, due)).on_conflict(again);
        request.exec_without_returning(&self.db).await.map(drop)
    }

    /// Stores failures that happened outside the worker, with the reasons; the worker retries these
    /// jobs later. Jobs that already wait keep waiting.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_failures(
        &self,
        db: &impl ConnectionTrait,
        failed: BTreeMap<String, String>,
    ) -> Result<(), DbErr> {
        let now = clock::now_ms();
        let rows = failed.into_iter().map(|(key, error)| ActiveModel {
            failures: Set(1),
            last_error: Set(Some(error)),
            ..new(self.name, key, later(now, backoff::pause(1, None)))
        });
        let rows: Vec<_> = rows.collect();
        let known = conflict().do_nothing().to_owned();
        for rows in rows.chunks(CHUNK) {
            Entity::insert_many(rows.to_vec()).on_conflict(known.clone()).exec_without_returning(db).await?;
        }
        Ok(())
    }

    /// Makes failed jobs due at once, because their cause is gone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn retry_now(&self, db: &impl ConnectionTrait, keys: &[String]) -> Result<(), DbErr> {
        let now = clock::now_ms();
        for keys in keys.chunks(CHUNK) {
            Entity::update_many()
                .col_expr(Column::DueAtMs, Expr::value(now))
                .filter(Column::Queue.eq(self.name))
                .filter(Column::Key.is_in(keys))
                .filter(Column::Failures.gt(0))
                .filter(Column::Lease.is_null())
                .filter(Column::DueAtMs.gt(now))
                .exec(db)
                .await?;
        }
        Ok(())
    }

    /// The job of this key, if there is one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(&self, key: &str) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id((self.name.to_owned(), key.to_owned())).one(&self.db).await
    }

    /// The jobs of this queue that failed when they were last tried, given up or not; in no order.
    pub fn failing(&self) -> Select<Entity> {
        Entity::find().filter(Column::Queue.eq(self.name)).filter(Column::Failures.gt(0))
    }

    /// Wakes this process's worker; those of other replicas look by themselves.
    pub fn notify(&self) {
        self.wake.notify_one();
    }

    /// Waits for [`Queue::notify`].
    pub async fn notified(&self) {
        self.wake.notified().await;
    }

    /// Leases the job that has been due longest and has no worker, if there is one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim(&self) -> Result<Option<Job>, DbErr> {
        let (now, leased_at) = (clock::now_ms(), Instant::now());
        let free = Condition::any().add(Column::LeaseUntilMs.is_null()).add(Column::LeaseUntilMs.lte(now));
        let mut next = Entity::find()
            .select_only()
            .column(Column::Key)
            .filter(Column::Queue.eq(self.name))
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
            .col_expr(Column::Starts, Expr::col(Column::Starts).add(1))
            .filter(Column::Queue.eq(self.name))
            .filter(Expr::col(Column::Key).eq(next));
        let claimed = claim.exec_with_returning(&self.db).await?.into_iter().next();
        Ok(claimed.map(|Model { key, starts, failures, generation, .. }| Job {
            key,
            starts,
            failures,
            leased_at,
            queue: self.name,
            generation,
            lease,
        }))
    }

    /// Renews the lease; returns whether it is still ours.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn renew(&self, job: &Job) -> Result<bool, DbErr> {
        let renewed = Entity::update_many()
            .col_expr(Column::LeaseUntilMs, Expr::value(later(clock::now_ms(), LEASE)))
            .filter(job.is_ours());
        Ok(renewed.exec(&self.db).await?.rows_affected > 0)
    }

    /// Removes the job. If it was requested again since it was claimed, it stays and is due now, or
    /// when [`Queue::request_later`] says. Must be called in the transaction that writes the
    /// result.
    ///
    /// # Errors
    /// [`LeaseLost::Lost`] if another worker has the job: the caller must roll back its
    /// transaction.
    pub async fn finish(&self, transaction: &DatabaseTransaction, job: &Job) -> Result<(), LeaseLost> {
        let done = Entity::delete_many().filter(job.is_ours()).filter(Column::Generation.eq(job.generation));
        if done.exec(transaction).await?.rows_affected > 0 {
            return Ok(());
        }
        let now = clock::now_ms();
        let due = Expr::case(Column::DueAtMs.gt(now), Expr::col(Column::DueAtMs)).finally(now);
        let again = Entity::update_many()
            .col_expr(Column::Lease, Expr::value(Option::<String>::None))
            .col_expr(Column::LeaseUntilMs, Expr::value(Option::<i64>::None))
            .col_expr(Column::Starts, Expr::value(0))
            .col_expr(Column::Failures, Expr::value(0))
            .col_expr(Column::GivenUp, Expr::value(false))
            .col_expr(Column::DueAtMs, due.into())
            .filter(job.is_ours());
        match again.exec(transaction).await?.rows_affected {
            0 => Err(LeaseLost::Lost),
            _ => Ok(()),
        }
    }

    /// Schedules a retry, or gives the job up after too many failures. `on_giving_up` runs in the
    /// transaction that gives it up.
    ///
    /// # Errors
    /// When the database does not answer. Then the lease expires, and another worker takes the job.
    pub async fn retry_later(
        &self,
        job: &Job,
        error: &str,
        retry_after: Option<Duration>,
        on_giving_up: impl AsyncFnOnce(&DatabaseTransaction) -> Result<(), DbErr>,
    ) -> Result<RetryOutcome, DbErr> {
        let failures = job.failures.saturating_add(1);
        if failures < self.max_failures && !self.is_worn_out(job) {
            let pause = backoff::pause(failures, retry_after);
            return self.wait(waiting(job, failures, pause, error), pause).await;
        }
        self.give_up(job, error, on_giving_up).await
    }

    /// Gives the job up: trying again soon would not help. `on_giving_up` runs in the transaction that gives it up.
    ///
    /// # Errors
    /// As [`Queue::retry_later`].
    pub async fn give_up(
        &self,
        job: &Job,
        error: &str,
        on_giving_up: impl AsyncFnOnce(&DatabaseTransaction) -> Result<(), DbErr>,
    ) -> Result<RetryOutcome, DbErr> {
        let failures = job.failures.saturating_add(1);
        // Of a job that is given up early, each failure counts.
        let more = if failures < self.max_failures { failures } else { failures - self.max_failures };
        let given_up = waiting(job, failures, backoff::rarely(more), error)
            .col_expr(Column::GivenUp, Expr::value(true))
            .filter(Column::Generation.eq(job.generation));
        // A job that may crash processes keeps its count of starts until it is requested again.
        let given_up = if self.is_worn_out(job) { given_up } else { given_up.col_expr(Column::Starts, Expr::value(0)) };
        let written = self.db.try_write_tx(async |transaction| {
            on_giving_up(transaction).await?;
            match given_up.exec(transaction).await?.rows_affected {
                // It was requested again since it was claimed, so it starts again.
                0 => self.finish(transaction, job).await,
                _ => Ok(()),
            }
        });
        match written.await {
            Ok(()) => Ok(RetryOutcome::GivenUp),
            Err(LeaseLost::Lost) => Ok(RetryOutcome::LeaseLost),
            Err(LeaseLost::Database(error)) => Err(error),
        }
    }

    /// Schedules a retry after an error that is not about this job, such as an outage. Such errors
    /// never make the queue give up the job.
    ///
    /// # Errors
    /// As [`Queue::retry_later`].
    pub async fn retry_later_uncounted(
        &self,
        job: &Job,
        error: &str,
        retry_after: Option<Duration>,
    ) -> Result<RetryOutcome, DbErr> {
        // The pauses still grow, but leave room for failures that count.
        let failures = match job.failures {
            0 => 1,
            some if some < self.max_failures / 2 => some + 1,
            some => some,
        };
        let pause = backoff::pause(failures, retry_after);
        let waiting = waiting(job, failures, pause, error);
        self.wait(waiting.col_expr(Column::Starts, Expr::value(job.starts.saturating_sub(1))), pause).await
    }

    async fn wait(&self, waiting: sea_orm::UpdateMany<Entity>, pause: Duration) -> Result<RetryOutcome, DbErr> {
        Ok(match waiting.exec(&self.db).await?.rows_affected {
            0 => RetryOutcome::LeaseLost,
            _ => RetryOutcome::Later(pause),
        })
    }

    /// Whether it was started too often by workers that never reported a result: it may have
    /// crashed them.
    pub fn is_worn_out(&self, job: &Job) -> bool {
        job.starts > self.max_failures.saturating_mul(STARTS_PER_FAILURE)
    }
}
