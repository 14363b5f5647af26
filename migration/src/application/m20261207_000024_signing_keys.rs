//! The keys that sign access tokens.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::ConnectionTrait};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(signing_keys()).await?;
        // Two replicas that each make the first key, or replace it, at the same time: one of them is refused.
        let one_goes_on = "CREATE UNIQUE INDEX signing_keys_one_goes_on ON signing_keys ((retired_at IS NULL)) \
                           WHERE retired_at IS NULL";
        manager.get_connection().execute_unprepared(one_goes_on).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("signing_keys").to_owned()).await
    }
}

fn signing_keys() -> TableCreateStatement {
    Table::create()
        .table("signing_keys")
        .col(string("kid").primary_key())
        .col(string("public_key"))
        .col(blob("sealed_private_key"))
        .col(big_integer("created_at"))
        .col(big_integer("signs_from"))
        .col(big_integer_null("retired_at"))
        .to_owned()
}
