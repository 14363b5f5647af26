//! Which of two fetches of a product or a price is the newer one is told by a number drawn from here, as
//! for customers: the clocks of two replicas differ.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Catalog::Table)
                    .col(integer(Catalog::Id).primary_key().check(Expr::col(Catalog::Id).eq(1)))
                    .col(big_integer(Catalog::FetchesBegun))
                    .to_owned(),
            )
            .await?;
        manager.get_connection().execute_unprepared("INSERT INTO catalog (id, fetches_begun) VALUES (1, 0)").await?;
        for table in [Mirrored::Products, Mirrored::Prices] {
            let written = big_integer(Mirrored::FetchWritten).default(0).to_owned();
            manager.alter_table(Table::alter().table(table).add_column(written).to_owned()).await?;
            manager.alter_table(Table::alter().table(table).drop_column(Mirrored::SyncedAtMs).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("when products and prices were fetched is not known any more".to_owned()))
    }
}

#[derive(DeriveIden)]
enum Catalog {
    Table,
    /// Always 1: there is one row.
    Id,
    FetchesBegun,
}

#[derive(Clone, Copy, DeriveIden)]
enum Mirrored {
    Products,
    Prices,
    FetchWritten,
    SyncedAtMs,
}
