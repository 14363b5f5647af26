//! Why a subscription is paused, and whether customers can pause one in the portal.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Filled by the next sync.
        let reason = string_null(Subscriptions::PausedReason);
        manager.alter_table(Table::alter().table(Subscriptions::Table).add_column(reason).to_owned()).await?;
        // Until somebody has looked, it is not offered.
        let offered = boolean(Installation::OffersPause).default(false).to_owned();
        manager.alter_table(Table::alter().table(Installation::Table).add_column(offered).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let reason = Table::alter().table(Subscriptions::Table).drop_column(Subscriptions::PausedReason).to_owned();
        manager.alter_table(reason).await?;
        let offered = Table::alter().table(Installation::Table).drop_column(Installation::OffersPause).to_owned();
        manager.alter_table(offered).await
    }
}

#[derive(DeriveIden)]
enum Subscriptions {
    Table,
    PausedReason,
}

#[derive(DeriveIden)]
enum Installation {
    Table,
    OffersPause,
}
