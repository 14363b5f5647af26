//! The mirror becomes a separate part that knows no users: a table of the application stores who
//! owns a customer, the sync's jobs become one of several queues, and columns get the names of the
//! crates.
//!
//! It leaves the mirror's tables as the mirror's baseline makes them elsewhere. What is made anew is made by the
//! baseline's functions, and filled by the database from the old table: no row is read here.

use sea_orm_migration::{prelude::*, schema::*};

use crate::mirror::m20261202_000018_mirror_baseline::{catalog, customers, work};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        carry_over_customers(manager).await?;
        carry_over_jobs(manager).await?;
        carry_over_fetch_counter(manager).await?;
        let index = Index::drop().name("stripe_events_target_state").table("stripe_events").to_owned();
        manager.drop_index(index).await?;
        for (table, before, now) in [
            ("products", "fetch_written", "last_applied_fetch"),
            ("prices", "fetch_written", "last_applied_fetch"),
            ("stripe_events", "target", "object"),
            ("sync_passes", "completed_ms", "completed_pass_began_ms"),
        ] {
            manager.alter_table(Table::alter().table(table).rename_column(before, now).to_owned()).await?;
        }
        manager.create_index(work::stripe_events_object_state()).await?;
        manager.create_table(work::portal_clicks()).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("customers without an owner cannot be carried back".to_owned()))
    }
}

/// SQLite cannot change a primary key in place, and PostgreSQL keeps the names of a renamed table's
/// keys. So the rows are moved to another table and back.
async fn carry_over_customers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    db.execute_unprepared("CREATE TABLE old_customers AS SELECT * FROM customers").await?;
    drop_table(manager, "customers").await?;
    manager.create_table(customers::customers()).await?;
    db.execute_unprepared(
        "INSERT INTO customers (stripe_customer_id, deleted_at, missing_since, synced_at_ms, last_started_fetch, \
         last_applied_fetch, default_payment_method, balance, currency) \
         SELECT stripe_customer_id, deleted_at, missing_since, synced_at_ms, fetches_begun, fetch_written, \
         default_payment_method, balance, currency FROM old_customers",
    )
    .await?;
    manager.create_table(customer_owners()).await?;
    // A user who was deleted without the foreign key's checks, as `sqlite3` does by default, owns
    // nothing.
    db.execute_unprepared(
        "INSERT INTO customer_owners (user_id, stripe_customer_id) \
         SELECT user_id, stripe_customer_id FROM old_customers WHERE user_id IN (SELECT id FROM users)",
    )
    .await?;
    drop_table(manager, "old_customers").await
}

/// One user is at most one customer and the other way round: the primary key is the user, and the customer id is
/// unique. With a user goes what the user owned, and not the customer: it is the mirror's, as its subscriptions and
/// invoices are, which stayed before, too.
fn customer_owners() -> TableCreateStatement {
    Table::create()
        .table("customer_owners")
        .col(big_integer("user_id").primary_key())
        .col(string_uniq("stripe_customer_id"))
        .foreign_key(
            ForeignKey::create()
                .from("customer_owners", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create().from("customer_owners", "stripe_customer_id").to("customers", "stripe_customer_id"),
        )
        .to_owned()
}

async fn carry_over_jobs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(work::jobs()).await?;
    manager
        .get_connection()
        .execute_unprepared(
            "INSERT INTO jobs (queue, key, due_at_ms, generation, starts, failures, given_up, lease, lease_until_ms, last_error) \
             SELECT 'stripe', target, due_at_ms, wanted, attempts, failures, given_up, lease, lease_until_ms, last_error FROM sync_jobs",
        )
        .await?;
    drop_table(manager, "sync_jobs").await?;
    manager.create_index(work::jobs_queue_due_at_ms()).await
}

async fn carry_over_fetch_counter(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(catalog::fetch_counter()).await?;
    let copy = "INSERT INTO fetch_counter (id, last_started_fetch) SELECT id, fetches_begun FROM catalog";
    manager.get_connection().execute_unprepared(copy).await?;
    drop_table(manager, "catalog").await
}

async fn drop_table(manager: &SchemaManager<'_>, name: &'static str) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table(name).to_owned()).await
}
