//! What the account page says about money: invoices, how they are paid, and what comes next.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The newest invoices only; Stripe keeps them all.
        manager
            .create_table(
                Table::create()
                    .table(Invoices::Table)
                    .col(string(Invoices::Id).primary_key())
                    .col(string(Invoices::CustomerId))
                    .col(string_null(Invoices::SubscriptionId))
                    .col(string_null(Invoices::Number))
                    .col(string(Invoices::Status))
                    .col(string(Invoices::Currency))
                    .col(big_integer(Invoices::Total))
                    .col(big_integer(Invoices::AmountRemaining))
                    .col(big_integer(Invoices::CreatedAt))
                    .col(big_integer_null(Invoices::DueAt))
                    .col(big_integer_null(Invoices::NextAttemptAt))
                    .col(string_null(Invoices::HostedUrl))
                    .col(string_null(Invoices::PdfUrl))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("invoices_customer_id")
                    .table(Invoices::Table)
                    .col(Invoices::CustomerId)
                    .to_owned(),
            )
            .await?;
        // Those that pay: the customer's default and those of single subscriptions.
        manager
            .create_table(
                Table::create()
                    .table(PaymentMethods::Table)
                    .col(string(PaymentMethods::Id).primary_key())
                    .col(string(PaymentMethods::CustomerId))
                    .col(string(PaymentMethods::Kind))
                    .col(string_null(PaymentMethods::Brand))
                    .col(string_null(PaymentMethods::Last4))
                    .col(big_integer_null(PaymentMethods::ExpMonth))
                    .col(big_integer_null(PaymentMethods::ExpYear))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("payment_methods_customer_id")
                    .table(PaymentMethods::Table)
                    .col(PaymentMethods::CustomerId)
                    .to_owned(),
            )
            .await?;
        add(manager, "customers", string_null(Alias::new("default_payment_method"))).await?;
        for column in [
            string_null(Alias::new("default_payment_method")),
            boolean(Alias::new("collection_paused")).default(false).take(),
            big_integer_null(Alias::new("collection_resumes_at")),
            // What the next invoice will be over, as Stripe previews it.
            big_integer_null(Alias::new("upcoming_amount")),
            string_null(Alias::new("upcoming_currency")),
            // A change of plan that a schedule holds back.
            big_integer_null(Alias::new("change_at")),
            string_null(Alias::new("change_price_id")),
            big_integer_null(Alias::new("change_quantity")),
            boolean(Alias::new("has_schedule")).default(false).take(),
        ] {
            add(manager, "subscriptions", column).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            "default_payment_method",
            "collection_paused",
            "collection_resumes_at",
            "upcoming_amount",
            "upcoming_currency",
            "change_at",
            "change_price_id",
            "change_quantity",
            "has_schedule",
        ] {
            drop(manager, "subscriptions", column).await?;
        }
        drop(manager, "customers", "default_payment_method").await?;
        manager.drop_table(Table::drop().table(PaymentMethods::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Invoices::Table).to_owned()).await
    }
}

/// One column at a time: SQLite adds no more in one statement.
async fn add(manager: &SchemaManager<'_>, table: &'static str, mut column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await
}

async fn drop(manager: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(Alias::new(table)).drop_column(Alias::new(column)).to_owned()).await
}

#[derive(DeriveIden)]
enum Invoices {
    Table,
    Id,
    CustomerId,
    SubscriptionId,
    Number,
    Status,
    Currency,
    Total,
    AmountRemaining,
    CreatedAt,
    DueAt,
    NextAttemptAt,
    HostedUrl,
    PdfUrl,
}

#[derive(DeriveIden)]
enum PaymentMethods {
    Table,
    Id,
    CustomerId,
    Kind,
    Brand,
    Last4,
    ExpMonth,
    ExpYear,
}
