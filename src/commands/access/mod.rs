//! `customer-portal access`: what accounts may use, and how it is signed.

mod apply;
mod args;
mod difference;
mod key_changes;
mod keys;
mod plan;
mod render;
mod show;
mod survey;

use std::process::ExitCode;

pub use args::AccessCommand;

use crate::commands::CommandError;

/// Looks after access.
///
/// # Errors
/// When the file or an account cannot be read, the database does not answer, or there is no `APP_SECRET`.
pub async fn access(command: &AccessCommand) -> Result<ExitCode, CommandError> {
    match command {
        AccessCommand::Plan(args) => return plan::plan(args).await,
        AccessCommand::Apply(args) => apply::apply(args).await?,
        AccessCommand::Show(args) => show::show(args).await?,
        AccessCommand::Keys(command) => keys::keys(command).await?,
    }
    Ok(ExitCode::SUCCESS)
}
