//! The schema: the mirror's tables, then this program's.

use sea_orm_migration::{prelude::*, schema::*};

/// All migrations.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut migrations = migration::mirror();
        migrations.push(Box::new(Users));
        migrations
    }
}

/// The table `users`. The migration's name must never change: it is stored in every database.
struct Users;

impl MigrationName for Users {
    #[expect(clippy::unnecessary_literal_bound, reason = "the trait wants it so")]
    fn name(&self) -> &str {
        "m20261203_000001_users"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Users {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let users = Table::create()
            .table("users")
            .col(string("id").primary_key())
            .col(string("email").unique_key())
            .col(string_null("stripe_customer_id").unique_key())
            .col(boolean("is_subscribed"))
            .foreign_key(ForeignKey::create().from("users", "stripe_customer_id").to("customers", "stripe_customer_id"))
            .to_owned();
        manager.create_table(users).await
    }
}
