//! Opening the connection pool.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, DatabaseConnection, DbErr, RuntimeErr,
    sqlx::{
        self, Executor, Row,
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};

use crate::{
    private_files,
    timeout::{ANSWER_WITHIN, with_timeout},
    url::DatabaseUrl,
};

/// Readers wait neither for each other nor for SQLite's single writer.
const MAX_CONNECTIONS: u32 = 8;

/// What each connection keeps of a SQLite file, in KiB; SQLite's own choice is 2,000. The system keeps the file anyway.
const SQLITE_CACHE_KIB: u32 = 512;

/// How long a SQLite writer waits for another one.
const SQLITE_BUSY: Duration = Duration::from_secs(5);

/// The pause before a retry if SQLite returned without waiting.
const SQLITE_PAUSE: Duration = Duration::from_millis(20);

/// A connection used within this time is not checked again.
const ALIVE_FOR: Duration = Duration::from_secs(1);

/// Whether PostgreSQL is outside a transaction: then this statement starts its own, and both times
/// are equal. Not prepared, because each message of a prepared statement has its own time.
const IS_OUTSIDE: &str = "SELECT transaction_timestamp() = statement_timestamp()";

/// Opens the pool. A missing SQLite file and its folder are created, unreadable for other users.
pub async fn connect(url: &DatabaseUrl) -> Result<DatabaseConnection, DbErr> {
    if let Some(folder) = url.sqlite_path().and_then(|path| path.parent()) {
        private_files::make_private_folder(folder)
            .map_err(|error| DbErr::Custom(format!("cannot make {}: {error}", folder.display())))?;
    }
    let mut options = ConnectOptions::new(url.expose());
    options
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(5))
        .max_connections(MAX_CONNECTIONS)
        .test_before_acquire_if_idle_for(ALIVE_FOR)
        // A connection whose user was dropped can return in any state: with an outstanding answer
        // that may never come (sqlx would wait for ever), or, after an interrupted BEGIN, in a
        // transaction that sqlx does not know of. Its next user would write into that.
        .map_sqlx_postgres_pool_opts(|pool| {
            pool.after_release(|connection, _| {
                Box::pin(async move {
                    let outside = tokio::time::timeout(ANSWER_WITHIN, connection.fetch_one(IS_OUTSIDE)).await;
                    outside.map_err(|_| sqlx::Error::PoolTimedOut)??.try_get(0)
                })
            })
        })
        .map_sqlx_sqlite_opts(|options| {
            // SQLite would create it with the umask's mode; its other files get the mode of this
            // one. If this fails, SQLite reports it.
            let _ = private_files::open_private_file(options.get_filename());
            options
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                // An acknowledged webhook must survive a power cut, so every commit reaches the disk.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(SQLITE_BUSY)
                // Negative: in KiB instead of pages (<https://sqlite.org/pragma.html#pragma_cache_size>).
                .pragma("cache_size", format!("-{SQLITE_CACHE_KIB}"))
        });
    let opened = async {
        loop {
            match sea_orm::Database::connect(options.clone()).await {
                Err(error) if is_locked(&error) => tokio::time::sleep(SQLITE_PAUSE).await,
                opened => return opened,
            }
        }
    };
    with_timeout(opened).await
}

/// Whether SQLite failed because another process holds the lock. It does not wait while a new file
/// is switched to WAL: `SQLITE_BUSY` with any of its extensions
/// (<https://sqlite.org/rescode.html#busy>).
fn is_locked(error: &DbErr) -> bool {
    let DbErr::Conn(RuntimeErr::SqlxError(error)) = error else { return false };
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use sea_orm::ConnectionTrait;
    use tokio::{sync::Barrier, task::JoinSet};

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 8)]
    async fn who_open_and_write_a_new_file_together_all_succeed() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().expect("a folder");
            let url = format!("sqlite://{}/test.db", folder.path().display());
            let together = Arc::new(Barrier::new(8));
            let mut opened = JoinSet::new();
            for _ in 0..8 {
                let (url, together) = (url.parse().expect("an address"), Arc::clone(&together));
                opened.spawn(async move {
                    together.wait().await;
                    let db = connect(&url).await?;
                    db.execute_unprepared("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY)").await
                });
            }
            while let Some(opened) = opened.join_next().await {
                opened.expect("no panic").expect("a table");
            }
        }
    }
}
