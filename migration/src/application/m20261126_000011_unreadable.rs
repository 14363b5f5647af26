//! Objects that cannot be fetched are marked until they can: jobs that were given up stay in the
//! table, and a customer that the account does not know is stored as missing.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let given_up = boolean(SyncJobs::GivenUp).default(false).to_owned();
        manager.alter_table(Table::alter().table(SyncJobs::Table).add_column(given_up).to_owned()).await?;
        let missing = big_integer_null(Customers::MissingSince);
        manager.alter_table(Table::alter().table(Customers::Table).add_column(missing).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(SyncJobs::Table).drop_column(SyncJobs::GivenUp).to_owned()).await?;
        manager
            .alter_table(Table::alter().table(Customers::Table).drop_column(Customers::MissingSince).to_owned())
            .await
    }
}

#[derive(DeriveIden)]
enum SyncJobs {
    Table,
    GivenUp,
}

#[derive(DeriveIden)]
enum Customers {
    Table,
    MissingSince,
}
