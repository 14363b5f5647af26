//! Only whether an invoice has links is stored, not the links: they change with every retrieval and
//! need no login.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        if manager.get_database_backend() == DatabaseBackend::Sqlite {
            // The bytes that are freed would otherwise stay readable in the file.
            db.execute_unprepared("PRAGMA secure_delete = ON").await?;
        }
        for column in [Invoices::HasPage, Invoices::HasPdf] {
            let column = boolean(column).default(false).to_owned();
            manager.alter_table(Table::alter().table(Invoices::Table).add_column(column).to_owned()).await?;
        }
        // Emptied first: PostgreSQL keeps what is in a column that is dropped until the row is written anew.
        db.execute_unprepared(
            "UPDATE invoices SET has_page = hosted_url IS NOT NULL, has_pdf = pdf_url IS NOT NULL, \
             hosted_url = NULL, pdf_url = NULL",
        )
        .await?;
        for column in [Invoices::HostedUrl, Invoices::PdfUrl] {
            manager.alter_table(Table::alter().table(Invoices::Table).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the links are gone".to_owned()))
    }
}

#[derive(DeriveIden)]
enum Invoices {
    Table,
    HasPage,
    HasPdf,
    HostedUrl,
    PdfUrl,
}
