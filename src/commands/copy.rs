//! `customer-portal copy`: the way from SQLite to PostgreSQL when one machine is not enough any more.

use std::ffi::OsString;

use clap::Args;
use database::{Database, DatabaseUrl};
use futures::TryStreamExt;
use migration::Migrator;
use mirror::entity::{
    customer, fetch_counter, installation, invoice, payment_method, price, product, stripe_event, subscription,
    subscription_item, sync_pass,
};
use queue::job;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, EntityName, EntityTrait,
    IntoActiveModel, Iterable, JsonValue, PaginatorTrait, Value,
};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    commands::CommandError,
    config::{ConfigError, DatabaseArgs, secret},
    entity::{customer_owner, session, sign_in_failure, user},
};

/// What `copy` takes.
#[derive(Args, Clone, Debug)]
pub struct CopyArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Where to, as DATABASE_URL is written; it must be empty. With a password better set by the
    /// environment: other users of the machine can read a command line
    #[arg(long, env = "COPY_TO_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    to: Option<SecretString>,
    /// A file that holds it instead
    #[arg(long, env = "COPY_TO_DATABASE_URL_FILE", value_name = "PATH")]
    to_file: Option<OsString>,
}

impl CopyArgs {
    /// The database to copy to.
    ///
    /// # Errors
    /// When none is named, the URL is for no database we know, or its file cannot be used.
    pub fn to(&self) -> Result<DatabaseUrl, ConfigError> {
        let url = secret::resolve("COPY_TO_DATABASE_URL", self.to.as_ref(), self.to_file.as_deref())?;
        url.ok_or(ConfigError::NoCopyTo)?.expose_secret().parse().map_err(ConfigError::CopyTo)
    }
}

/// As many rows as one statement takes: PostgreSQL allows 65,535 values, and no table has 60 columns.
const ROWS: usize = 1000;

/// Copies everything into an empty database, in one transaction. Sessions go on, events that wait
/// are worked off there.
///
/// # Errors
/// When a database does not answer, or the one to copy to has users already.
pub async fn copy(args: &CopyArgs) -> Result<(), CommandError> {
    let from = Database::connect(&args.database.url()?).await?;
    let to = Database::connect(&args.to()?).await?;
    for db in [&from, &to] {
        db.migrate::<Migrator>().await?;
    }
    if user::Entity::find().count(&to).await? > 0 {
        return Err(CommandError::NotEmpty);
    }
    let transaction = to.begin_bulk().await?;
    // Made by the migrations.
    fetch_counter::Entity::delete_many().exec(&transaction).await?;
    sync_pass::Entity::delete_many().exec(&transaction).await?;
    // What is referred to goes first. Clicks that open the portal last a second, and are left behind.
    table::<installation::Entity>(&from, &transaction).await?;
    table::<user::Entity>(&from, &transaction).await?;
    table::<customer::Entity>(&from, &transaction).await?;
    table::<customer_owner::Entity>(&from, &transaction).await?;
    table::<session::Entity>(&from, &transaction).await?;
    table::<sign_in_failure::Entity>(&from, &transaction).await?;
    table::<fetch_counter::Entity>(&from, &transaction).await?;
    table::<product::Entity>(&from, &transaction).await?;
    table::<price::Entity>(&from, &transaction).await?;
    table::<payment_method::Entity>(&from, &transaction).await?;
    table::<invoice::Entity>(&from, &transaction).await?;
    table::<subscription::Entity>(&from, &transaction).await?;
    table::<subscription_item::Entity>(&from, &transaction).await?;
    table::<stripe_event::Entity>(&from, &transaction).await?;
    table::<job::Entity>(&from, &transaction).await?;
    table::<sync_pass::Entity>(&from, &transaction).await?;
    go_on_numbering(&transaction).await?;
    transaction.commit().await?;
    println!("Everything is copied. Start the server with the other DATABASE_URL.");
    Ok(())
}

async fn table<E>(from: &Database, to: &DatabaseTransaction) -> Result<(), DbErr>
where
    E: EntityTrait + EntityName,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    let mut rows = E::find().stream(from).await?.try_chunks(ROWS);
    let mut copied = 0;
    while let Some(chunk) = rows.try_next().await.map_err(|error| error.1)? {
        copied += chunk.len();
        let mut chunk: Vec<_> = chunk.into_iter().map(IntoActiveModel::into_active_model).collect();
        chunk.iter_mut().try_for_each(make_storable::<E>)?;
        E::insert_many(chunk).exec_without_returning(to).await?;
    }
    println!("{copied:>9}  {}", E::default().table_name());
    Ok(())
}

/// SQLite keeps a NUL in a text, and PostgreSQL does not: one that was stored by an older version becomes what it
/// is where an answer of Stripe's comes in today.
fn make_storable<E: EntityTrait>(row: &mut E::ActiveModel) -> Result<(), DbErr> {
    for column in E::Column::iter() {
        match row.get(column).into_value() {
            Some(Value::String(Some(text))) if text.contains('\0') => {
                row.try_set(column, Value::String(Some(without_nul(&text))))?;
            }
            Some(Value::Json(Some(json))) if json.to_string().contains(r"\u0000") => {
                row.try_set(column, Value::Json(Some(Box::new(json_without_nul(*json)))))?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn json_without_nul(json: JsonValue) -> JsonValue {
    match json {
        JsonValue::String(text) => without_nul(&text).into(),
        JsonValue::Array(parts) => parts.into_iter().map(json_without_nul).collect(),
        JsonValue::Object(members) => {
            members.into_iter().map(|(name, part)| (without_nul(&name), json_without_nul(part))).collect()
        }
        other => other,
    }
}

/// The ids were given, so PostgreSQL does not know which are taken.
async fn go_on_numbering(to: &DatabaseTransaction) -> Result<(), DbErr> {
    if to.get_database_backend() == DatabaseBackend::Postgres {
        let next = "SELECT setval(pg_get_serial_sequence('users', 'id'), COALESCE(MAX(id), 0) + 1, false) FROM users";
        to.execute_unprepared(next).await?;
    }
    Ok(())
}
