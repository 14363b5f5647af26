//! The price that a schedule removes, when it ends the subscription, and the currency in which a
//! customer is billed.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            string_null(Subscriptions::ChangeFromPriceId),
            big_integer_null(Subscriptions::ScheduleEndsAt),
            big_integer_null(Subscriptions::NextPhaseAt),
        ] {
            manager.alter_table(Table::alter().table(Subscriptions::Table).add_column(column).to_owned()).await?;
        }
        // Until the next sync says it: all that was known of were changes of the whole plan.
        manager
            .get_connection()
            .execute_unprepared(
                "UPDATE subscriptions SET next_phase_at = change_at, change_from_price_id = (SELECT MIN(price_id) FROM subscription_items \
                 WHERE subscription_id = subscriptions.id) WHERE change_price_id IS NOT NULL",
            )
            .await?;
        let currency = string_null(Customers::Currency);
        manager.alter_table(Table::alter().table(Customers::Table).add_column(currency).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [Subscriptions::ChangeFromPriceId, Subscriptions::ScheduleEndsAt, Subscriptions::NextPhaseAt] {
            manager.alter_table(Table::alter().table(Subscriptions::Table).drop_column(column).to_owned()).await?;
        }
        manager.alter_table(Table::alter().table(Customers::Table).drop_column(Customers::Currency).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Subscriptions {
    Table,
    ChangeFromPriceId,
    ScheduleEndsAt,
    NextPhaseAt,
}

#[derive(DeriveIden)]
enum Customers {
    Table,
    Currency,
}
