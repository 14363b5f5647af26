//! What this database belongs to: test or live data, and the portal configuration that goes with it.

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
                    .table(Installation::Table)
                    .col(integer(Installation::Id).primary_key().check(Expr::col(Installation::Id).eq(1)))
                    .col(boolean(Installation::Livemode))
                    .col(string_null(Installation::PortalConfiguration))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Installation::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Installation {
    Table,
    /// Always 1: there is one row.
    Id,
    /// Whose data it is, in Stripe's word: set by the first key that is used, never changed.
    Livemode,
    /// `bpc_…`, as `portal apply` recorded it.
    PortalConfiguration,
}
