//! `customer-portal user`: lists and changes user accounts.

use std::io::{IsTerminal, Read};

use clap::{Args, Subcommand};
use database::Database;
use futures::TryStreamExt;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::OffsetDateTime;

use crate::{
    auth::{Email, Hashing, Password, Passwords, UserId, end_sessions, set_password},
    commands::{CommandError, open::migrated},
    config::{AppUrl, DatabaseArgs},
    entity::user,
};

/// Far more than the longest password.
const INPUT_LIMIT: u64 = 4096;

#[derive(Subcommand, Clone, Debug)]
pub enum UserCommand {
    /// List all users: number, address, day of creation, and whether they may sign in
    List(DatabaseArgs),
    /// Sign the user out everywhere and block sign-in
    Disable(Whom),
    /// Let a disabled user sign in again
    Enable(Whom),
    /// Sign the user out everywhere
    SignOut(Whom),
    /// Replace the user's password and sign them out everywhere; the password is read from the terminal
    /// or from standard input
    SetPassword {
        #[command(flatten)]
        whom: Whom,
        /// The site's public origin; its host name is refused as a password
        #[arg(long, env = "APP_URL", default_value = "http://127.0.0.1:3000")]
        app_url: AppUrl,
    },
}

/// The user to act on.
#[derive(Args, Clone, Debug)]
pub struct Whom {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The user's e-mail address or number
    user: String,
}

/// Lists or changes user accounts.
///
/// # Errors
/// When the database does not answer, there is no such user, or the password is refused.
pub async fn user(command: &UserCommand) -> Result<(), CommandError> {
    match command {
        UserCommand::List(database) => list(&migrated(&database.url()?).await?).await,
        UserCommand::Disable(whom) => disable(whom).await,
        UserCommand::Enable(whom) => enable(whom).await,
        UserCommand::SignOut(whom) => {
            let (db, user) = whom.find().await?;
            let ended = end_sessions(&db, UserId(user.id)).await?;
            println!("User {} is signed out: {ended} sessions ended.", user.id);
            Ok(())
        }
        UserCommand::SetPassword { whom, app_url } => replace_password(whom, app_url).await,
    }
}

impl Whom {
    async fn find(&self) -> Result<(Database, user::Model), CommandError> {
        let db = migrated(&self.database.url()?).await?;
        let which = match (self.user.parse::<i64>(), self.user.parse::<Email>()) {
            (Ok(id), _) => user::Column::Id.eq(id),
            (_, Ok(email)) => user::Column::Email.eq(email.as_str()),
            _ => return Err(CommandError::NoSuchUser(self.user.clone())),
        };
        // Users whom the product handed over can have the address of another.
        let mut found = user::Entity::find().filter(which).limit(2).all(&db).await?;
        match (found.pop(), found.pop()) {
            (Some(user), None) => Ok((db, user)),
            (None, _) => Err(CommandError::NoSuchUser(self.user.clone())),
            _ => Err(CommandError::SeveralUsers(self.user.clone())),
        }
    }
}

async fn list(db: &Database) -> Result<(), CommandError> {
    let mut users = user::Entity::find().order_by_asc(user::Column::Id).stream(db).await?;
    while let Some(user) = users.try_next().await? {
        let state = user.disabled_at.map_or_else(|| "enabled".to_owned(), |at| format!("disabled {}", day(at)));
        println!("{:>8}  {}  {state:<19}  {}", user.id, day(user.created_at), user.email);
    }
    Ok(())
}

fn day(at: i64) -> String {
    OffsetDateTime::from_unix_timestamp(at).map_or_else(|_| at.to_string(), |at| at.date().to_string())
}

async fn disable(whom: &Whom) -> Result<(), CommandError> {
    let (db, user) = whom.find().await?;
    let (id, since) = (user.id, user.disabled_at.unwrap_or_else(clock::now_seconds));
    let ended = db
        .write_tx(async |transaction| {
            user::ActiveModel { disabled_at: Set(Some(since)), ..user.clone().into() }.update(transaction).await?;
            end_sessions(transaction, UserId(id)).await
        })
        .await?;
    println!("User {id} is disabled: {ended} sessions ended. Their subscriptions are not touched.");
    Ok(())
}

async fn enable(whom: &Whom) -> Result<(), CommandError> {
    let (db, user) = whom.find().await?;
    let id = user.id;
    user::ActiveModel { disabled_at: Set(None), ..user.into() }.update(&db).await?;
    println!("User {id} may sign in.");
    Ok(())
}

async fn replace_password(whom: &Whom, app_url: &AppUrl) -> Result<(), CommandError> {
    let (db, user) = whom.find().await?;
    if user.password_hash.is_none() {
        return Err(CommandError::NoPassword(user.id));
    }
    let email: Email = user.email.parse().map_err(|_| CommandError::NoSuchUser(whom.user.clone()))?;
    let password = Password::choose(&read_password()?, &email, app_url).map_err(CommandError::Password)?;
    let passwords = Passwords::new(Hashing::ONE);
    let place = passwords.place().map_err(CommandError::Password)?;
    let hash = passwords.hash(place, password).await.map_err(CommandError::Password)?;
    set_password(&db, UserId(user.id), hash).await?;
    println!("User {} has a new password and is signed out everywhere.", user.id);
    Ok(())
}

/// Not an argument: every user of the machine can read a command line.
fn read_password() -> Result<String, CommandError> {
    if std::io::stdin().is_terminal() {
        let asked = dialoguer::Password::new().with_prompt("New password").with_confirmation("Again", "They differ");
        return asked.interact().map_err(|dialoguer::Error::IO(error)| CommandError::PasswordInput(error));
    }
    let mut text = String::new();
    std::io::stdin().take(INPUT_LIMIT).read_to_string(&mut text).map_err(CommandError::PasswordInput)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
