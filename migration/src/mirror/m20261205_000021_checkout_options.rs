//! What Checkout asks for, as `portal apply` read it in the file.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Until a file was applied, Checkout asks for nothing more than it did.
        let options = json_binary_null("checkout");
        manager.alter_table(Table::alter().table("installation").add_column(options).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("installation").drop_column("checkout").to_owned()).await
    }
}
