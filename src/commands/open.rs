//! Opening the database, as a command that changes nothing and as one that does.

use database::{Database, DatabaseUrl};
use migration::Migrator;
use sea_orm::DbErr;

/// The database, if it exists and is up to date: what only looks creates and migrates none.
pub async fn existing(url: &DatabaseUrl) -> Result<Option<Database>, DbErr> {
    if url.sqlite_path().is_some_and(|path| !path.exists()) {
        return Ok(None);
    }
    let db = Database::connect(url).await?;
    Ok(db.is_migrated::<Migrator>().await?.then_some(db))
}

/// The database, created if it does not exist: an older one may lack a table. That one is created is said, since a
/// command in another folder than the server's has another database.
pub async fn migrated(url: &DatabaseUrl) -> Result<Database, DbErr> {
    let path = url.sqlite_path();
    let is_new = path.as_ref().is_some_and(|path| !path.exists());
    let db = Database::connect(url).await?;
    db.migrate::<Migrator>().await?;
    if let Some(path) = path.filter(|_| is_new) {
        eprintln!("{} was not there, and is a new database now: is it the server's (DATABASE_URL)?", path.display());
    }
    Ok(db)
}
