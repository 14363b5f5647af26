//! How long is waited for the database.

use std::time::Duration;

use sea_orm::DbErr;

/// How long the database may take for one statement, or for one transaction as a whole.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Waits for the database, but not for ever.
pub async fn with_timeout<T, E: From<DbErr>>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let late = |_| Err(DbErr::Custom("it does not answer in time".to_owned()).into());
    tokio::time::timeout(ANSWER_WITHIN, work).await.unwrap_or_else(late)
}
