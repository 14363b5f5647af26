//! Of the events that are here already, too, only the envelope is kept: payloads hold portal and
//! Checkout addresses, links to invoices, and client secrets.
//!
//! Each envelope is built from the row's own columns, by the database, in one statement: no payload is
//! read, so that none can be too large or too odd to stop the migration. What the columns do not have
//! (the object's type and id) is gone; nothing needs it.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let (object, text) = match manager.get_database_backend() {
            DatabaseBackend::Postgres => ("json_build_object", "::text"),
            _ => {
                // The bytes that are freed would otherwise stay readable in the file.
                db.execute_unprepared("PRAGMA secure_delete = ON").await?;
                ("json_object", "")
            }
        };
        let envelopes = format!(
            "UPDATE stripe_events SET payload = {object}('id', id, 'object', 'event', 'type', kind, \
             'api_version', api_version, 'created', created_at, \
             'data', {object}('object', {object}('customer', customer_id))){text}"
        );
        db.execute_unprepared(&envelopes).await?;
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the payloads are gone".to_owned()))
    }
}
