//! Users that may not sign in any more, and failed sign-ins counted by account.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let disabled_at = big_integer_null(Users::DisabledAt);
        manager.alter_table(Table::alter().table(Users::Table).add_column(disabled_at).to_owned()).await?;
        manager
            .create_table(
                Table::create()
                    .table(SignInFailures::Table)
                    .col(string(SignInFailures::Id).primary_key())
                    .col(big_integer(SignInFailures::CountedUntil))
                    .to_owned(),
            )
            .await?;
        let mut index = Index::create();
        index.name("sign_in_failures_counted_until").table(SignInFailures::Table).col(SignInFailures::CountedUntil);
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(SignInFailures::Table).to_owned()).await?;
        manager.alter_table(Table::alter().table(Users::Table).drop_column(Users::DisabledAt).to_owned()).await
    }
}

#[derive(DeriveIden)]
enum Users {
    Table,
    /// Unix seconds; null: enabled.
    DisabledAt,
}

#[derive(DeriveIden)]
enum SignInFailures {
    Table,
    Id,
    CountedUntil,
}
