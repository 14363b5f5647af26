//! `customer-portal copy`: copies the database, usually from SQLite to PostgreSQL.

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
    entity::{
        access_grant, access_policy, access_rules, account, account_access, api_key, customer_owner, identity,
        invitation, mail, member, session, sign_in_failure, signing_key, user,
    },
};

/// The arguments of `copy`.
#[derive(Args, Clone, Debug)]
pub struct CopyArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The database to copy to, in the form of DATABASE_URL; it must be empty. If the URL has a
    /// password, set the environment variable instead: other users of the machine can read the
    /// command line
    #[arg(long, env = "COPY_TO_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    to: Option<SecretString>,
    /// A file that contains this URL
    #[arg(long, env = "COPY_TO_DATABASE_URL_FILE", value_name = "PATH")]
    to_file: Option<OsString>,
}

impl CopyArgs {
    /// The database to copy to.
    ///
    /// # Errors
    /// When no URL is set, the URL is of an unknown kind, or its file cannot be used.
    pub fn to(&self) -> Result<DatabaseUrl, ConfigError> {
        let url = secret::resolve("COPY_TO_DATABASE_URL", self.to.as_ref(), self.to_file.as_deref())?;
        url.ok_or(ConfigError::NoCopyTo)?.expose_secret().parse().map_err(ConfigError::CopyTo)
    }
}

/// Rows per INSERT: PostgreSQL allows 65,535 values, and no table has 60 columns.
const ROWS: usize = 1000;

/// Copies everything into an empty database, in one transaction. Sessions stay valid. Pending
/// events are processed by the server on the new database.
///
/// # Errors
/// When a database does not answer, or the target already has users.
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
    // The migrations insert these rows.
    fetch_counter::Entity::delete_many().exec(&transaction).await?;
    sync_pass::Entity::delete_many().exec(&transaction).await?;
    access_rules::Entity::delete_many().exec(&transaction).await?;
    // Referenced tables first. What is valid for a while is not copied: portal clicks,
    // and the links of hand-overs and mails.
    table::<installation::Entity>(&from, &transaction).await?;
    table::<user::Entity>(&from, &transaction).await?;
    table::<identity::Entity>(&from, &transaction).await?;
    table::<api_key::Entity>(&from, &transaction).await?;
    table::<account::Entity>(&from, &transaction).await?;
    table::<account_access::Entity>(&from, &transaction).await?;
    table::<access_grant::Entity>(&from, &transaction).await?;
    table::<access_policy::Entity>(&from, &transaction).await?;
    table::<access_rules::Entity>(&from, &transaction).await?;
    table::<member::Entity>(&from, &transaction).await?;
    table::<customer::Entity>(&from, &transaction).await?;
    table::<customer_owner::Entity>(&from, &transaction).await?;
    table::<session::Entity>(&from, &transaction).await?;
    table::<sign_in_failure::Entity>(&from, &transaction).await?;
    table::<invitation::Entity>(&from, &transaction).await?;
    table::<mail::Entity>(&from, &transaction).await?;
    table::<signing_key::Entity>(&from, &transaction).await?;
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
    println!("Everything is copied. Start the server with the new DATABASE_URL.");
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

/// SQLite can store a NUL in a text, PostgreSQL cannot. A NUL that an older version stored is
/// replaced in the same way as in Stripe's answers today.
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

/// The ids were copied, so PostgreSQL's sequence must be moved past them.
async fn go_on_numbering(to: &DatabaseTransaction) -> Result<(), DbErr> {
    if to.get_database_backend() == DatabaseBackend::Postgres {
        let next = "SELECT setval(pg_get_serial_sequence('users', 'id'), COALESCE(MAX(id), 0) + 1, false) FROM users";
        to.execute_unprepared(next).await?;
    }
    Ok(())
}
