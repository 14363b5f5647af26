//! `customer-portal copy`: the way from SQLite to PostgreSQL when one machine is not enough any more.

use futures::TryStreamExt;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, EntityName,
    EntityTrait, IntoActiveModel, Iterable, JsonValue, PaginatorTrait, TransactionTrait, Value,
};

use super::CommandError;
use crate::server::{
    config::CopyArgs,
    db::{
        self,
        entity::{
            catalog, customer, installation, invoice, payment_method, price, product, session, sign_in_failure,
            stripe_event, subscription, subscription_item, sync_job, sync_pass, user,
        },
    },
};

/// As many rows as one statement takes: PostgreSQL allows 65,535 values, and no table has 60 columns.
const ROWS: usize = 1000;

/// Copies everything into an empty database, in one transaction. Sessions go on, events that wait
/// are worked off there.
///
/// # Errors
/// When a database does not answer, or the one to copy to has users already.
pub async fn copy(args: &CopyArgs) -> Result<(), CommandError> {
    let from = db::connect(&args.database.url()?).await?;
    let to = db::connect(&args.to()?).await?;
    for db in [&from, &to] {
        db::migrate(db).await?;
    }
    if user::Entity::find().count(&to).await? > 0 {
        return Err(CommandError::NotEmpty);
    }
    let transaction = to.begin().await?;
    // Made by the migrations.
    catalog::Entity::delete_many().exec(&transaction).await?;
    sync_pass::Entity::delete_many().exec(&transaction).await?;
    // What is referred to goes first.
    table::<installation::Entity>(&from, &transaction).await?;
    table::<user::Entity>(&from, &transaction).await?;
    table::<customer::Entity>(&from, &transaction).await?;
    table::<session::Entity>(&from, &transaction).await?;
    table::<sign_in_failure::Entity>(&from, &transaction).await?;
    table::<catalog::Entity>(&from, &transaction).await?;
    table::<product::Entity>(&from, &transaction).await?;
    table::<price::Entity>(&from, &transaction).await?;
    table::<payment_method::Entity>(&from, &transaction).await?;
    table::<invoice::Entity>(&from, &transaction).await?;
    table::<subscription::Entity>(&from, &transaction).await?;
    table::<subscription_item::Entity>(&from, &transaction).await?;
    table::<stripe_event::Entity>(&from, &transaction).await?;
    table::<sync_job::Entity>(&from, &transaction).await?;
    table::<sync_pass::Entity>(&from, &transaction).await?;
    go_on_numbering(&transaction).await?;
    transaction.commit().await?;
    println!("Everything is copied. Start the server with the other DATABASE_URL.");
    Ok(())
}

async fn table<E>(from: &DatabaseConnection, to: &DatabaseTransaction) -> Result<(), DbErr>
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
