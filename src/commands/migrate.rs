//! `customer-portal migrate`

use database::Database;
use migration::Migrator;

use crate::{commands::CommandError, config::DatabaseArgs};

/// Brings the database up to date; safe to repeat.
///
/// # Errors
/// When the database cannot be reached or a migration fails.
pub async fn migrate(args: &DatabaseArgs) -> Result<(), CommandError> {
    let db = Database::connect(&args.url()?).await?;
    db.migrate::<Migrator>().await?;
    println!("The database is up to date.");
    Ok(())
}
