//! The database: one connection pool, SQLite or PostgreSQL by the URL alone.

pub mod entity;
pub mod installation;

use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction,
    DbErr, IsolationLevel, RuntimeErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sqlx::{
        self, Executor, Row,
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};

use super::{config::DatabaseUrl, files};

/// Readers do not wait for each other, nor for SQLite's one writer.
const MAX_CONNECTIONS: u32 = 8;

/// How long a SQLite writer waits for another before it gives up.
const SQLITE_BUSY: Duration = Duration::from_secs(5);

/// How long the database may take for one piece of work. Without a limit of our own, one that vanishes
/// with its network would be waited for until TCP gives up: a quarter of an hour, or never.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// A connection that was used within this time is believed to be alive.
const ALIVE_FOR: Duration = Duration::from_secs(1);

/// Whether PostgreSQL is in no transaction: then this statement begins one of its own. Not prepared, since
/// the messages of a prepared statement have a time each.
const IS_OUTSIDE: &str = "SELECT transaction_timestamp() = statement_timestamp()";

/// Opens the pool; a SQLite file and its folder are made when missing, for nobody else to read.
///
/// # Errors
/// When the database cannot be reached or its folder cannot be made.
pub async fn connect(url: &DatabaseUrl) -> Result<DatabaseConnection, DbErr> {
    if let Some(folder) = url.sqlite_path().and_then(|path| path.parent()) {
        files::make_private_folder(folder)
            .map_err(|error| DbErr::Custom(format!("cannot make {}: {error}", folder.display())))?;
    }
    let mut options = ConnectOptions::new(url.expose());
    options
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(5))
        .max_connections(MAX_CONNECTIONS)
        .test_before_acquire_if_idle_for(ALIVE_FOR)
        // A connection whose user went away comes back in any state: with an answer outstanding that may
        // never come, since sqlx waits for ever, or, when BEGIN was under way, in a transaction that sqlx
        // does not know of and whoever gets it next would write into.
        .map_sqlx_postgres_pool_opts(|pool| {
            pool.after_release(|connection, _| {
                Box::pin(async move {
                    let outside = tokio::time::timeout(ANSWER_WITHIN, connection.fetch_one(IS_OUTSIDE)).await;
                    outside.map_err(|_| sqlx::Error::PoolTimedOut)??.try_get(0)
                })
            })
        })
        .map_sqlx_sqlite_opts(|options| {
            // SQLite would make it as the umask says; its other files get the mode of this one. If it
            // cannot be made, SQLite says so.
            let _ = files::open_private_file(options.get_filename());
            options
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                // An acknowledged webhook must survive a power cut, so every commit reaches the disk.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(SQLITE_BUSY)
        });
    Database::connect(options).await
}

/// Brings the schema up to date. Safe to repeat, and to do by several processes at once: the others
/// wait, and then find nothing to do.
///
/// # Errors
/// When a migration fails; it is rolled back whole.
pub async fn migrate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let transaction = begin_write(db).await?;
    if db.get_database_backend() == DatabaseBackend::Postgres {
        transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATING})")).await?;
    }
    Migrator::up(&transaction, None).await?;
    transaction.commit().await
}

/// The advisory lock that is held while migrating; any number that nobody else uses.
const MIGRATING: i64 = 7_305_421_093;

/// Whether the database answers and has every migration.
///
/// # Errors
/// When it does not answer.
pub async fn is_migrated(db: &DatabaseConnection) -> Result<bool, DbErr> {
    Ok(Migrator::get_pending_migrations_read_only(db).await?.is_empty())
}

/// Waits for the database, but not for ever.
///
/// # Errors
/// As the work itself, and when it takes longer than 10 seconds; then nobody knows what came of it.
pub async fn in_time<T>(work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
    let late = |_| Err(DbErr::Custom("it does not answer in time".to_owned()));
    tokio::time::timeout(ANSWER_WITHIN, work).await.unwrap_or_else(late)
}

/// Writes in one transaction, which is committed when the work succeeds and rolled back when it fails.
///
/// # Errors
/// As the work itself, and when the database does not answer in time.
pub async fn write<T>(
    db: &DatabaseConnection,
    work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T, DbErr>,
) -> Result<T, DbErr> {
    in_time(async {
        let transaction = begin_write(db).await?;
        let done = work(&transaction).await?;
        transaction.commit().await?;
        Ok(done)
    })
    .await
}

/// Reads several times as of one moment: what somebody else writes meanwhile is seen whole or not at all.
///
/// # Errors
/// As the work itself, and when the database does not answer in time.
pub async fn read<T>(
    db: &DatabaseConnection,
    work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T, DbErr>,
) -> Result<T, DbErr> {
    let sqlite = db.get_database_backend() == DatabaseBackend::Sqlite;
    let options = TransactionOptions {
        // SQLite's transactions have no other.
        isolation_level: (!sqlite).then_some(IsolationLevel::RepeatableRead),
        access_mode: (!sqlite).then_some(AccessMode::ReadOnly),
        sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Deferred),
    };
    in_time(async {
        let transaction = db.begin_with_options(options).await?;
        let found = work(&transaction).await?;
        transaction.commit().await?;
        Ok(found)
    })
    .await
}

/// Whether the database is well and refuses what was to be written: another row, or the same later, is a
/// different matter. Told by the SQLSTATE classes 22 (data exception) and 23 (integrity constraint). A row that
/// cannot be read is one of its own, too.
pub fn is_refused(error: &DbErr) -> bool {
    if matches!(error, DbErr::Type(_) | DbErr::Json(_) | DbErr::TryIntoErr { .. }) {
        return true;
    }
    let (DbErr::Query(RuntimeErr::SqlxError(error)) | DbErr::Exec(RuntimeErr::SqlxError(error))) = error else {
        return false;
    };
    match &**error {
        sqlx::Error::Database(error) => {
            error.is_unique_violation()
                || error.is_foreign_key_violation()
                || error.is_check_violation()
                || matches!(error.kind(), sqlx::error::ErrorKind::NotNullViolation)
                || error.code().is_some_and(|code| code.len() == 5 && code.starts_with("22"))
        }
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => true,
        _ => false,
    }
}

/// Begins a transaction that will write. On SQLite it takes the write lock at once: one that
/// starts by reading and upgrades later fails instead of waiting.
///
/// # Errors
/// When no connection or no write lock is to be had in time.
pub async fn begin_write(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let sqlite = db.get_database_backend() == DatabaseBackend::Sqlite;
    let options = TransactionOptions {
        isolation_level: None,
        access_mode: (!sqlite).then_some(AccessMode::ReadWrite),
        sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
    };
    db.begin_with_options(options).await
}

#[cfg(test)]
mod tests {
    use sea_orm::{EntityTrait, QuerySelect};

    use super::*;

    #[tokio::test]
    async fn a_row_that_cannot_be_read_is_a_matter_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}/test.db", folder.path().display());
        let db = connect(&url.parse().expect("an address")).await.expect("a database");
        migrate(&db).await.expect("a schema");
        let row =
            "INSERT INTO products (id, name, active, raw, fetch_written) VALUES ('prod_1', x'ff', 1, 'no JSON', 1)";
        db.execute_unprepared(row).await.expect("a row");
        let error = entity::product::Entity::find().limit(1).all(&db).await.expect_err("no product");
        assert!(is_refused(&error), "{error:?}");
        assert!(!is_refused(&DbErr::Custom("it does not answer in time".to_owned())));
    }
}
