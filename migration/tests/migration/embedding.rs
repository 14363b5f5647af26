//! Another program uses the mirror's list together with its own.

use migration::{
    ColumnDef, DbErr, DeriveMigrationName, ForeignKey, MigrationTrait, MigratorTrait, MirrorMigrator, SchemaManager,
    Table, async_trait,
};
use sea_orm::ConnectionTrait;

use crate::database::TestDatabase;

/// Its list: the mirror's, then its own, which may refer to the mirror's tables.
struct TheirMigrator;

impl MigratorTrait for TheirMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut migrations = migration::mirror();
        migrations.push(Box::new(Accounts));
        migrations
    }
}

#[derive(DeriveMigrationName)]
struct Accounts;

#[async_trait::async_trait]
impl MigrationTrait for Accounts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let accounts = Table::create()
            .table("accounts")
            .col(ColumnDef::new("name").string().not_null().primary_key())
            .col(ColumnDef::new("stripe_customer_id").string().not_null().unique_key())
            .foreign_key(
                ForeignKey::create().from("accounts", "stripe_customer_id").to("customers", "stripe_customer_id"),
            )
            .to_owned();
        manager.create_table(accounts).await
    }
}

#[tokio::test]
async fn a_program_puts_its_own_migrations_after_the_mirrors() {
    let database = TestDatabase::migrated::<TheirMigrator>().await;
    database.migrate::<TheirMigrator>().await.unwrap();
    database.execute("INSERT INTO customers (stripe_customer_id) VALUES ('cus_1')").await;
    database.execute("INSERT INTO accounts (name, stripe_customer_id) VALUES ('Ada', 'cus_1')").await;
    let nobody = "INSERT INTO accounts (name, stripe_customer_id) VALUES ('Bob', 'cus_2')";
    assert!(database.execute_unprepared(nobody).await.is_err());
}

#[tokio::test]
async fn a_table_that_has_a_name_of_the_mirrors_is_not_taken_for_it() {
    let database = TestDatabase::empty().await;
    database.execute("CREATE TABLE jobs (title TEXT)").await;
    let error = database.migrate::<MirrorMigrator>().await.unwrap_err().to_string();
    assert!(error.contains("jobs"), "{error}");
    assert!(database.execute_unprepared("SELECT 1 FROM customers").await.is_err(), "nothing is made");
    database.execute("SELECT title FROM jobs").await;
}
