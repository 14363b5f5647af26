//! Keeping in step with Stripe: the work that is due, one row for each object to refetch, and the
//! passes of the reconciliation. Of all replicas only the holder of a row's lease works on that
//! object. How often it was tried and when it is tried next moves here from the events, of which
//! one object can have many.

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
                    .table(SyncJobs::Table)
                    .col(string(SyncJobs::Target).primary_key())
                    .col(big_integer(SyncJobs::DueAtMs))
                    .col(big_integer(SyncJobs::Wanted))
                    .col(integer(SyncJobs::Attempts))
                    .col(string_null(SyncJobs::Lease))
                    .col(big_integer_null(SyncJobs::LeaseUntilMs))
                    .col(text_null(SyncJobs::LastError))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("sync_jobs_due_at_ms").table(SyncJobs::Table).col(SyncJobs::DueAtMs).to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(SyncPasses::Table)
                    .col(string(SyncPasses::Name).primary_key())
                    .col(big_integer(SyncPasses::DueAtMs))
                    .col(big_integer_null(SyncPasses::BeganAtMs))
                    .col(string_null(SyncPasses::Cursor))
                    .col(big_integer(SyncPasses::Drifted))
                    .col(big_integer_null(SyncPasses::CompletedMs))
                    .col(big_integer_null(SyncPasses::LeaseUntilMs))
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "INSERT INTO sync_passes (name, due_at_ms, drifted) \
                 VALUES ('undelivered_events', 0, 0), ('all_customers', 0, 0)",
            )
            .await?;
        // Which of several fetches is the newer one: drawn from here, since clocks differ.
        for column in [Customers::FetchesBegun, Customers::FetchWritten] {
            let column = big_integer(column).default(0).to_owned();
            manager.alter_table(Table::alter().table(Customers::Table).add_column(column).to_owned()).await?;
        }
        manager
            .alter_table(
                Table::alter().table(StripeEvents::Table).add_column(string_null(StripeEvents::Target)).to_owned(),
            )
            .await?;
        self.carry_over(manager).await?;
        manager
            .drop_index(Index::drop().name("stripe_events_state_next_attempt_at").table(StripeEvents::Table).to_owned())
            .await?;
        for column in [StripeEvents::Attempts, StripeEvents::NextAttemptAt] {
            manager.alter_table(Table::alter().table(StripeEvents::Table).drop_column(column).to_owned()).await?;
        }
        manager
            .create_index(
                Index::create()
                    .name("stripe_events_target_state")
                    .table(StripeEvents::Table)
                    .col(StripeEvents::Target)
                    .col(StripeEvents::State)
                    .to_owned(),
            )
            .await?;
        // For what is listed and counted by state, and for removing what is old.
        manager
            .create_index(
                Index::create()
                    .name("stripe_events_state_received_at")
                    .table(StripeEvents::Table)
                    .col(StripeEvents::State)
                    .col(StripeEvents::ReceivedAt)
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the work that is due cannot be carried back".to_owned()))
    }
}

impl Migration {
    /// Waiting events stay pending. Events of products and prices have no customer: all of these
    /// are fetched whenever the server starts, so theirs have nothing left to ask for.
    async fn carry_over(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("UPDATE stripe_events SET target = 'customer:' || customer_id WHERE state = 'pending'")
            .await?;
        db.execute_unprepared("UPDATE stripe_events SET state = 'ignored' WHERE state = 'pending' AND target IS NULL")
            .await?;
        db.execute_unprepared(
            "INSERT INTO sync_jobs (target, due_at_ms, wanted, attempts) \
             SELECT target, MIN(next_attempt_at) * 1000, 1, 0 FROM stripe_events WHERE state = 'pending' GROUP BY target",
        )
        .await?;
        Ok(())
    }
}

#[derive(DeriveIden)]
enum SyncJobs {
    Table,
    Target,
    DueAtMs,
    Wanted,
    Attempts,
    Lease,
    LeaseUntilMs,
    LastError,
}

#[derive(DeriveIden)]
enum SyncPasses {
    Table,
    Name,
    DueAtMs,
    BeganAtMs,
    Cursor,
    Drifted,
    CompletedMs,
    LeaseUntilMs,
}

#[derive(DeriveIden)]
enum Customers {
    Table,
    FetchesBegun,
    FetchWritten,
}

#[derive(DeriveIden)]
enum StripeEvents {
    Table,
    Target,
    State,
    ReceivedAt,
    Attempts,
    NextAttemptAt,
}
