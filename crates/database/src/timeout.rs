//! The time limit for the database.

use std::time::Duration;

use sea_orm::DbErr;

/// How long one statement, or one whole transaction, may take.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Waits for the database, with this limit.
pub async fn with_timeout<T, E: From<DbErr>>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let late = |_| Err(DbErr::Custom("it did not answer in time".to_owned()).into());
    tokio::time::timeout(ANSWER_WITHIN, work).await.unwrap_or_else(late)
}
