//! Distinguishing a bad row from a failing database.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// Whether the database works but refused this row; other rows may succeed. Recognised by the
/// SQLSTATE classes 22 (data exception) and 23 (integrity constraint). An unreadable row counts
/// too.
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

/// Whether another row has the same key, which another process may have written a moment ago.
pub fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, Statement};

    use super::*;
    use crate::Database;

    #[tokio::test]
    async fn a_row_that_cannot_be_read_is_a_matter_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}/test.db", folder.path().display());
        let db = Database::connect(&url.parse().expect("an address")).await.expect("a database");
        let statement = Statement::from_string(db.get_database_backend(), "SELECT x'ff' AS name");
        let row = db.query_one_raw(statement).await.expect("an answer").expect("a row");
        let error = row.try_get::<String>("", "name").expect_err("no text");
        assert!(is_refused(&error), "{error:?}");
        assert!(!is_refused(&DbErr::Custom("it does not answer in time".to_owned())));
    }
}
