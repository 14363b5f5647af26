//! Every table of the mirror, its queue and billing, as of this date. In a database of the application's, older
//! migrations have made the very same tables, and this one changes nothing.

use sea_orm_migration::prelude::*;

pub mod catalog;
pub mod customers;
pub mod work;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // All tables or none, decided by a name that only the mirror uses. IF NOT EXISTS on each
        // table would mistake another program's `customers` or `jobs` for the mirror's; this way
        // the migration fails because the name is taken.
        if manager.has_table(catalog::FETCH_COUNTER).await? {
            return Ok(());
        }
        for table in [
            work::installation(),
            customers::customers(),
            customers::subscriptions(),
            customers::subscription_items(),
            customers::invoices(),
            customers::payment_methods(),
            catalog::products(),
            catalog::prices(),
            catalog::fetch_counter(),
            work::stripe_events(),
            work::jobs(),
            work::sync_passes(),
            work::portal_clicks(),
        ] {
            manager.create_table(table).await?;
        }
        for index in [
            customers::subscriptions_customer_id(),
            customers::subscription_items_subscription_id(),
            customers::invoices_customer_id(),
            customers::payment_methods_customer_id(),
            work::stripe_events_object_state(),
            work::stripe_events_state_received_at(),
            work::jobs_queue_due_at_ms(),
        ] {
            manager.create_index(index).await?;
        }
        let db = manager.get_connection();
        db.execute_unprepared("INSERT INTO fetch_counter (id, last_started_fetch) VALUES (1, 0)").await?;
        db.execute_unprepared(
            "INSERT INTO sync_passes (name, due_at_ms, drifted) VALUES ('undelivered_events', 0, 0), ('all_customers', 0, 0)",
        )
        .await?;
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the tables may be older than this migration".to_owned()))
    }
}
