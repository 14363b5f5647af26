//! How often an object's sync failed, apart from how often it was begun: a process that is killed says
//! nothing about the object it was at.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let failures = integer(SyncJobs::Failures).default(0).to_owned();
        manager.alter_table(Table::alter().table(SyncJobs::Table).add_column(failures).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(SyncJobs::Table).drop_column(SyncJobs::Failures).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum SyncJobs {
    Table,
    Failures,
}
