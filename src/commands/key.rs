//! `customer-portal key`: makes, lists and revokes keys of the API.

use std::io::Write;

use clap::{Args, Subcommand};
use database::Database;
use secrecy::ExposeSecret;

use crate::{
    api_keys::{KeyId, Revoked, Scopes, create_key, keys, revoke_key},
    commands::{CommandError, minute::minute, open::migrated},
    config::DatabaseArgs,
};

#[derive(Subcommand, Clone, Debug)]
pub enum KeyCommand {
    /// Make a key, and print it: it is shown this once. Nothing else is written to standard output
    Create(CreateArgs),
    /// List all keys: id, when it was made and last used, scopes, name
    List(DatabaseArgs),
    /// Revoke a key. It holds at once, on every server
    Revoke {
        #[command(flatten)]
        database: DatabaseArgs,
        /// The key's id (`key_…`)
        key: KeyId,
    },
}

/// The arguments of `key create`.
#[derive(Args, Clone, Debug)]
pub struct CreateArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// What the list calls it, such as the program that will use it
    #[arg(long, value_parser = name)]
    name: String,
    /// What it may be used for, separated by commas: `handover` (handing users over), `access:read` (asking what an
    /// account may use)
    #[arg(long)]
    scopes: Scopes,
}

/// A line of the list has room for it.
fn name(text: &str) -> Result<String, &'static str> {
    let fits = (1..=80).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err("a name has 1 to 80 characters and no control characters") }
}

/// Makes, lists or revokes keys.
///
/// # Errors
/// When the database does not answer, or there is no such key.
pub async fn key(command: &KeyCommand) -> Result<(), CommandError> {
    match command {
        KeyCommand::Create(args) => create(args).await,
        KeyCommand::List(database) => list(&migrated(&database.url()?).await?).await,
        KeyCommand::Revoke { database, key } => {
            match revoke_key(&migrated(&database.url()?).await?, key).await? {
                Revoked::Now => println!("{key} is revoked. Links that it made and that were not used are void."),
                Revoked::Before => println!("{key} was revoked before."),
                Revoked::NoSuchKey => return Err(CommandError::NoSuchKey(key.to_string())),
            }
            Ok(())
        }
    }
}

async fn create(args: &CreateArgs) -> Result<(), CommandError> {
    let db = migrated(&args.database.url()?).await?;
    let key = create_key(&db, &args.name, &args.scopes).await?;
    writeln!(std::io::stdout(), "{}", key.expose().expose_secret()).map_err(CommandError::Output)?;
    eprintln!(
        "This is {}, for {}. It is not shown again: keep it where the product keeps its secrets.",
        key.id, args.scopes
    );
    Ok(())
}

async fn list(db: &Database) -> Result<(), CommandError> {
    for key in keys(db).await? {
        let used = key.last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {}", minute(at)));
        let state = key.revoked_at.map_or_else(|| used, |at| format!("revoked {}", minute(at)));
        println!("{}  made {}  {state:<24}  {:<20}  {}", key.id, minute(key.created_at), key.scopes, key.name);
    }
    Ok(())
}
