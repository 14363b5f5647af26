//! `customer-portal access`: what accounts may use, and how it is signed.

mod keys;

use clap::Subcommand;

pub use keys::KeysCommand;

use crate::commands::CommandError;

#[derive(Subcommand, Clone, Debug)]
pub enum AccessCommand {
    /// List and replace the keys that sign access tokens
    #[command(subcommand)]
    Keys(KeysCommand),
}

/// Looks after access.
///
/// # Errors
/// When the database does not answer, or there is no `APP_SECRET`.
pub async fn access(command: &AccessCommand) -> Result<(), CommandError> {
    match command {
        AccessCommand::Keys(command) => keys::keys(command).await,
    }
}
