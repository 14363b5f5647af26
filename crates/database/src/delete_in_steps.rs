//! Deleting many rows: as one statement it would take longer than a statement may.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, Query},
};

/// Rows that are deleted by one statement.
const AT_ONCE: u64 = 10_000;

/// Deletes the rows that fit the condition; `key` is the table's primary key. Returns how many there were.
///
/// # Errors
/// When the database does not answer. What is deleted then stays deleted.
pub async fn delete_in_steps<E: EntityTrait>(
    db: &impl ConnectionTrait,
    key: E::Column,
    condition: Expr,
) -> Result<u64, DbErr> {
    let mut deleted = 0;
    loop {
        let some =
            Query::select().column(key).from(E::default()).and_where(condition.clone()).limit(AT_ONCE).to_owned();
        let done = E::delete_many().filter(key.in_subquery(some)).exec(db).await?.rows_affected;
        deleted += done;
        if done < AT_ONCE {
            return Ok(deleted);
        }
    }
}
