//! `customer-portal link`: links those who are customers at Stripe already.

mod args;
mod file;
mod from_stripe;
mod linker;

use database::Database;
use mirror::{Mirror, installation};
use stripe::Budget;

use crate::commands::{
    CommandError,
    open::{existing, migrated},
    progress::Bar,
};

pub use args::LinkArgs;
use linker::Linker;

/// A dry run changes nothing, so it wants a database that is there and up to date.
async fn open(args: &LinkArgs) -> Result<Database, CommandError> {
    let url = args.database.url()?;
    if args.dry_run {
        return existing(&url).await?.ok_or(CommandError::NotMigrated);
    }
    Ok(migrated(&url).await?)
}

/// Links every line of a file, or every customer at Stripe. Stripe is asked for lists only, and the syncs are left to
/// the server.
///
/// # Errors
/// When the file cannot be read, Stripe or the database does not answer, or a line was refused.
pub async fn link(args: &LinkArgs) -> Result<(), CommandError> {
    let db = open(args).await?;
    let stripe = if args.from_stripe || args.by_email {
        let settings = args.stripe.settings()?;
        let mode = settings.secret_key.mode();
        if args.dry_run {
            installation::check(&db, mode).await?;
        } else {
            installation::claim(&db, mode).await?;
        }
        Some(settings.client(Budget::default()).paced(settings.rate))
    } else {
        None
    };
    let mut linker = Linker::new(Mirror::new(db), args.dry_run);
    let work = async {
        match (&args.file, &stripe) {
            (Some(path), stripe) => {
                let lines = file::read(path)?;
                linker.bar = Bar::new(lines.len() as u64);
                file::link_all(&mut linker, lines, stripe.as_ref()).await
            }
            (None, Some(stripe)) => from_stripe::link_all(&mut linker, stripe, args).await,
            (None, None) => Ok(()),
        }
    };
    let outcome = tokio::select! {
        outcome = work => outcome,
        _ = tokio::signal::ctrl_c() => Err(CommandError::LinkInterrupted { why: "interrupted".to_owned() }),
    };
    let end = linker.report();
    outcome?;
    end
}
