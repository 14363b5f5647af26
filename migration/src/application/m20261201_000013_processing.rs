//! Whether a payment of an open invoice is being processed. A sync fills it.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = boolean_null(Invoices::IsProcessing);
        manager.alter_table(Table::alter().table(Invoices::Table).add_column(column).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Invoices::Table).drop_column(Invoices::IsProcessing).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Invoices {
    Table,
    IsProcessing,
}
