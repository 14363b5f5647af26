//! The connection pool, with a time limit on every wait.
//!
//! sqlx has no limit once a statement is sent: if PostgreSQL's machine vanished, everything would
//! wait for TCP's timeout, a quarter of an hour, or for ever. So only this crate uses SeaORM's
//! connection type; clippy refuses it everywhere else (`clippy.toml`).

use std::pin::Pin;

use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, ExecResult,
    IsolationLevel, QueryResult, QueryStream, SqliteTransactionMode, Statement, StreamTrait, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::{connect::connect, timeout::with_timeout, url::DatabaseUrl};

/// The advisory lock that is held while migrating: an arbitrary number.
const MIGRATING: i64 = 7_305_421_093;

/// A pool of connections. Clones share it. As a [`ConnectionTrait`] it runs single statements, each of which fails
/// when the database does not answer within 10 seconds.
#[derive(Clone, Debug)]
pub struct Database(DatabaseConnection);

impl Database {
    /// Opens the pool. A missing SQLite file and its folder are created, unreadable for other
    /// users.
    ///
    /// # Errors
    /// When the database cannot be reached or its folder cannot be created.
    pub async fn connect(url: &DatabaseUrl) -> Result<Self, DbErr> {
        Ok(Self(connect(url).await?))
    }

    /// Applies all migrations. Safe to repeat, and safe in several processes at once: the others
    /// wait, and then have nothing to do. It has no time limit: a table can be large.
    ///
    /// # Errors
    /// When a migration fails; all of them are rolled back.
    pub async fn migrate<M: MigratorTrait>(&self) -> Result<(), DbErr> {
        let transaction = self.begin_write().await?;
        if self.0.get_database_backend() == DatabaseBackend::Postgres {
            transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATING})")).await?;
        }
        M::up(&transaction, None).await?;
        transaction.commit().await
    }

    /// Whether the database answers and has every migration.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn is_migrated<M: MigratorTrait>(&self) -> Result<bool, DbErr> {
        with_timeout(async { Ok(M::get_pending_migrations_read_only(&self.0).await?.is_empty()) }).await
    }

    /// Writes in one transaction, which is committed when the work succeeds and rolled back when it fails.
    ///
    /// # Errors
    /// As the work itself, and when the database does not answer in time. Then the outcome is unknown.
    pub async fn write_tx<T>(
        &self,
        work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T, DbErr>,
    ) -> Result<T, DbErr> {
        self.try_write_tx(work).await
    }

    /// [`Database::write_tx`] for work that can fail for reasons of its own.
    ///
    /// # Errors
    /// As [`Database::write_tx`].
    pub async fn try_write_tx<T, E: From<DbErr>>(
        &self,
        work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T, E>,
    ) -> Result<T, E> {
        with_timeout(async {
            let transaction = self.begin_write().await?;
            let done = work(&transaction).await?;
            transaction.commit().await?;
            Ok(done)
        })
        .await
    }

    /// Runs several reads in one snapshot: concurrent writes are seen completely or not at all.
    ///
    /// # Errors
    /// As the work itself, and when the database does not answer in time.
    pub async fn snapshot<T>(
        &self,
        work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T, DbErr>,
    ) -> Result<T, DbErr> {
        let sqlite = self.0.get_database_backend() == DatabaseBackend::Sqlite;
        let options = TransactionOptions {
            // SQLite's transactions are always snapshots.
            isolation_level: (!sqlite).then_some(IsolationLevel::RepeatableRead),
            access_mode: (!sqlite).then_some(AccessMode::ReadOnly),
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Deferred),
        };
        with_timeout(async {
            let transaction = self.0.begin_with_options(options).await?;
            let found = work(&transaction).await?;
            transaction.commit().await?;
            Ok(found)
        })
        .await
    }

    /// Closes every connection, so that a file can be moved or removed.
    ///
    /// # Errors
    /// When the driver cannot close them.
    pub async fn close(self) -> Result<(), DbErr> {
        with_timeout(self.0.close()).await
    }

    /// A transaction for bulk copies, without a time limit.
    ///
    /// # Errors
    /// When no connection or no write lock is available in time.
    pub async fn begin_bulk(&self) -> Result<DatabaseTransaction, DbErr> {
        self.begin_write().await
    }

    /// Begins a transaction that will write. On SQLite it takes the write lock at once: one that
    /// starts by reading and upgrades later fails instead of waiting.
    async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        let sqlite = self.0.get_database_backend() == DatabaseBackend::Sqlite;
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: (!sqlite).then_some(AccessMode::ReadWrite),
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
        };
        self.0.begin_with_options(options).await
    }
}

/// For reading whole tables: only the start of the stream has a time limit.
impl StreamTrait for Database {
    type Stream<'a> = QueryStream;

    fn get_database_backend(&self) -> DatabaseBackend {
        self.0.get_database_backend()
    }

    fn stream_raw<'a>(
        &'a self,
        statement: Statement,
    ) -> Pin<Box<dyn Future<Output = Result<QueryStream, DbErr>> + 'a + Send>> {
        Box::pin(with_timeout(self.0.stream_raw(statement)))
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Database {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        with_timeout(self.0.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        with_timeout(self.0.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        with_timeout(self.0.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        with_timeout(self.0.query_all_raw(statement)).await
    }
}
