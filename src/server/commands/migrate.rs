//! `customer-portal migrate`

use super::CommandError;
use crate::server::{config::DatabaseArgs, db};

/// Brings the database up to date; safe to repeat.
///
/// # Errors
/// When the database cannot be reached or a migration fails.
pub async fn migrate(args: &DatabaseArgs) -> Result<(), CommandError> {
    let db = db::connect(&args.url()?).await?;
    db::migrate(&db).await?;
    println!("The database is up to date.");
    Ok(())
}
