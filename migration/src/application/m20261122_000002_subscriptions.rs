//! Stripe's products, prices and subscriptions as Stripe says them, with the whole object kept beside the columns.

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
                    .table(Products::Table)
                    .col(string(Products::Id).primary_key())
                    .col(string(Products::Name))
                    .col(boolean(Products::Active))
                    .col(json_binary(Products::Raw))
                    .col(big_integer(Products::SyncedAtMs))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(Prices::Table)
                    .col(string(Prices::Id).primary_key())
                    .col(string(Prices::ProductId))
                    .col(boolean(Prices::Active))
                    .col(string(Prices::Currency))
                    .col(big_integer_null(Prices::UnitAmount))
                    .col(string_null(Prices::Interval))
                    .col(big_integer_null(Prices::IntervalCount))
                    .col(json_binary(Prices::Raw))
                    .col(big_integer(Prices::SyncedAtMs))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(Subscriptions::Table)
                    .col(string(Subscriptions::Id).primary_key())
                    .col(string(Subscriptions::CustomerId))
                    .col(string(Subscriptions::Status))
                    .col(boolean(Subscriptions::CancelAtPeriodEnd))
                    .col(big_integer_null(Subscriptions::CancelAt))
                    .col(big_integer_null(Subscriptions::CanceledAt))
                    .col(big_integer_null(Subscriptions::EndedAt))
                    .col(big_integer_null(Subscriptions::TrialStart))
                    .col(big_integer_null(Subscriptions::TrialEnd))
                    .col(big_integer(Subscriptions::CreatedAt))
                    .col(json_binary(Subscriptions::Raw))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("subscriptions_customer_id")
                    .table(Subscriptions::Table)
                    .col(Subscriptions::CustomerId)
                    .to_owned(),
            )
            .await?;
        // The billed period is the item's, not the subscription's, since Stripe API 2025-03-31.
        manager
            .create_table(
                Table::create()
                    .table(SubscriptionItems::Table)
                    .col(string(SubscriptionItems::Id).primary_key())
                    .col(string(SubscriptionItems::SubscriptionId))
                    .col(string(SubscriptionItems::PriceId))
                    .col(string(SubscriptionItems::ProductId))
                    .col(big_integer_null(SubscriptionItems::Quantity))
                    .col(big_integer(SubscriptionItems::CurrentPeriodStart))
                    .col(big_integer(SubscriptionItems::CurrentPeriodEnd))
                    .foreign_key(
                        ForeignKey::create()
                            .from(SubscriptionItems::Table, SubscriptionItems::SubscriptionId)
                            .to(Subscriptions::Table, Subscriptions::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("subscription_items_subscription_id")
                    .table(SubscriptionItems::Table)
                    .col(SubscriptionItems::SubscriptionId)
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            SubscriptionItems::Table.into_table_ref(),
            Subscriptions::Table.into_table_ref(),
            Prices::Table.into_table_ref(),
            Products::Table.into_table_ref(),
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

#[derive(DeriveIden)]
enum Products {
    Table,
    Id,
    Name,
    Active,
    Raw,
    SyncedAtMs,
}

#[derive(DeriveIden)]
enum Prices {
    Table,
    Id,
    ProductId,
    Active,
    Currency,
    UnitAmount,
    Interval,
    IntervalCount,
    Raw,
    SyncedAtMs,
}

#[derive(DeriveIden)]
enum Subscriptions {
    Table,
    Id,
    CustomerId,
    Status,
    CancelAtPeriodEnd,
    CancelAt,
    CanceledAt,
    EndedAt,
    TrialStart,
    TrialEnd,
    CreatedAt,
    Raw,
}

#[derive(DeriveIden)]
enum SubscriptionItems {
    Table,
    Id,
    SubscriptionId,
    PriceId,
    ProductId,
    Quantity,
    CurrentPeriodStart,
    CurrentPeriodEnd,
}
