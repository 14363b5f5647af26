//! The webhook inbox: every verified event, whole, before Stripe hears "200".

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
                    .table(StripeEvents::Table)
                    .col(string(StripeEvents::Id).primary_key())
                    .col(string(StripeEvents::Kind))
                    .col(string_null(StripeEvents::ApiVersion))
                    .col(string_null(StripeEvents::CustomerId))
                    .col(big_integer(StripeEvents::CreatedAt))
                    .col(big_integer(StripeEvents::ReceivedAt))
                    .col(text(StripeEvents::Payload))
                    .col(string(StripeEvents::State))
                    .col(integer(StripeEvents::Attempts))
                    .col(big_integer(StripeEvents::NextAttemptAt))
                    .col(big_integer_null(StripeEvents::ProcessedAt))
                    .col(string_null(StripeEvents::LastError))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("stripe_events_state_next_attempt_at")
                    .table(StripeEvents::Table)
                    .col(StripeEvents::State)
                    .col(StripeEvents::NextAttemptAt)
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(StripeEvents::Table).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum StripeEvents {
    Table,
    Id,
    Kind,
    ApiVersion,
    CustomerId,
    CreatedAt,
    ReceivedAt,
    Payload,
    State,
    Attempts,
    NextAttemptAt,
    ProcessedAt,
    LastError,
}
