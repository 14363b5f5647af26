//! Which features each product has, and an index that finds who pays for a product.

use sea_orm_migration::{prelude::*, schema::*};

const INDEX: &str = "subscription_items_product_id";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Until a product is fetched again, its features are not known.
        let features = json_binary_null("features");
        manager.alter_table(Table::alter().table("products").add_column(features).to_owned()).await?;
        let index = Index::create().name(INDEX).table("subscription_items").col("product_id").to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(INDEX).table("subscription_items").to_owned()).await?;
        manager.alter_table(Table::alter().table("products").drop_column("features").to_owned()).await
    }
}
