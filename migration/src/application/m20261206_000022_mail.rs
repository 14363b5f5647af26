//! Mail: an outbox, the secrets in the links that were mailed, and invitations.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [mails(), email_tokens(), invitations()] {
            manager.create_table(table).await?;
        }
        for (name, table, column) in [
            ("mails_expires_at", "mails", "expires_at"),
            ("email_tokens_user_id", "email_tokens", "user_id"),
            ("email_tokens_browser_hash", "email_tokens", "browser_hash"),
            ("email_tokens_email", "email_tokens", "email"),
            ("email_tokens_expires_at", "email_tokens", "expires_at"),
            ("invitations_account_id", "invitations", "account_id"),
            ("invitations_invited_by", "invitations", "invited_by"),
            ("invitations_expires_at", "invitations", "expires_at"),
        ] {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["mails", "email_tokens", "invitations"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn mails() -> TableCreateStatement {
    Table::create()
        .table("mails")
        .col(string("id").primary_key())
        .col(string("kind"))
        .col(string("recipient"))
        .col(text("sealed"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .to_owned()
}

fn email_tokens() -> TableCreateStatement {
    Table::create()
        .table("email_tokens")
        .col(string("token_hash").primary_key())
        .col(string("purpose"))
        .col(string("email"))
        .col(big_integer_null("user_id"))
        .col(string_null("former_email"))
        .col(string_null("password_hash"))
        .col(string_null("code_tag"))
        .col(integer("guesses").default(0))
        .col(string_null("browser_hash"))
        .col(text_null("next"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"))
        .foreign_key(&mut of_user("email_tokens", "user_id"))
        .to_owned()
}

fn invitations() -> TableCreateStatement {
    Table::create()
        .table("invitations")
        .col(string("id").primary_key())
        .col(string("token_hash").unique_key())
        .col(string("account_id"))
        .col(string("email"))
        .col(string("role"))
        .col(big_integer("invited_by"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("accepted_at"))
        .foreign_key(&mut of_user("invitations", "invited_by"))
        .foreign_key(
            ForeignKey::create()
                .from("invitations", "account_id")
                .to("accounts", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn of_user(table: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to("users", "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}
