//! `customer-portal access keys`: lists and replaces the keys that sign access tokens.

use clap::{Args, Subcommand};
use database::Database;

use crate::{
    access_token::{JWKS_PATH, KeyState, Listed, Rotated, Rotation, list as all, opens, rotate as replace},
    commands::{CommandError, minute::minute, open::migrated},
    config::{AppSecretArgs, DatabaseArgs, EnvArgs},
    keys::AppKeys,
};

#[derive(Subcommand, Clone, Debug)]
pub enum KeysCommand {
    /// List the published keys: id, when it was made, since when it signs, state
    List(DatabaseArgs),
    /// Make a key that is published at once and signs after ten minutes. Tokens of the old one stay good
    Rotate(RotateArgs),
}

/// The arguments of `access keys rotate`.
#[derive(Args, Clone, Debug)]
pub struct RotateArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    app_secret: AppSecretArgs,
    #[command(flatten)]
    env: EnvArgs,
    /// The new key signs at once, and every older key is removed: no token from before is believed any more. For a key
    /// that leaked or cannot be opened
    #[arg(long)]
    now: bool,
}

/// Lists or replaces keys.
///
/// # Errors
/// When the database does not answer, or there is no `APP_SECRET`.
pub async fn keys(command: &KeysCommand) -> Result<(), CommandError> {
    match command {
        KeysCommand::List(database) => list(&migrated(&database.url()?).await?).await,
        KeysCommand::Rotate(args) => rotate(args).await,
    }
}

async fn list(db: &Database) -> Result<(), CommandError> {
    for Listed { key, state } in all(db).await? {
        let state = match state {
            KeyState::Signs => "signs".to_owned(),
            KeyState::Next => "next".to_owned(),
            KeyState::Retired { until } => format!("retired, published until {}", minute(until)),
        };
        println!("{}  made {}  signs from {}  {state}", key.kid, minute(key.created_at), minute(key.signs_from));
    }
    Ok(())
}

async fn rotate(args: &RotateArgs) -> Result<(), CommandError> {
    let url = args.database.url()?;
    let keys = AppKeys::new(&args.app_secret.secret(args.env.is_production()?, &url)?);
    let rotation = if args.now { Rotation::Now } else { Rotation::Announced };
    let db = migrated(&url).await?;
    let signs = |listed: &Listed| listed.state != KeyState::Signs || opens(&listed.key, &keys);
    let is_same_secret = all(&db).await?.iter().all(signs);
    if rotation == Rotation::Announced && !is_same_secret {
        return Err(CommandError::AnotherAppSecret);
    }
    let Rotated { kid, signs_from, removed } = replace(&db, &keys, rotation).await?;
    match rotation {
        Rotation::Announced => {
            println!("{kid} is published, and signs from {} (UTC). Tokens from before stay good.", minute(signs_from));
        }
        Rotation::Now => println!(
            "{kid} signs now. Older keys that are removed: {removed}. Their tokens fail as soon as the product fetches \
             {JWKS_PATH} again: within five minutes."
        ),
    }
    if !is_same_secret {
        eprintln!(
            "The former key could not be opened. If the server has another APP_SECRET, nothing can be signed now."
        );
    }
    Ok(())
}
