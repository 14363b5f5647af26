//! Access: the revision of each account's answer, what the company grants, and its policy.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [account_access(), access_grants(), access_policies(), access_rules()] {
            manager.create_table(table).await?;
        }
        for (name, table, column) in [
            ("account_access_next_at", "account_access", "next_at"),
            ("account_access_rules_version", "account_access", "rules_version"),
            ("access_grants_account_id", "access_grants", "account_id"),
        ] {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        let db = manager.get_connection();
        db.execute_unprepared("INSERT INTO access_rules (id, version) VALUES (1, 1)").await?;
        // The server computes their answers once, at its own pace.
        db.execute_unprepared(
            "INSERT INTO account_access (account_id, revision, rules_version) SELECT id, 0, 0 FROM accounts",
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["account_access", "access_grants", "access_policies", "access_rules"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn account_access() -> TableCreateStatement {
    Table::create()
        .table("account_access")
        .col(string("account_id").primary_key())
        .col(big_integer("revision"))
        .col(big_integer_null("fingerprint"))
        .col(big_integer_null("next_at"))
        .col(big_integer("rules_version"))
        .col(big_integer_null("revised_at"))
        .foreign_key(&mut of_account("account_access"))
        .to_owned()
}

fn access_grants() -> TableCreateStatement {
    Table::create()
        .table("access_grants")
        .col(string("id").primary_key())
        .col(string("account_id"))
        .col(string("feature"))
        .col(big_integer_null("feature_limit"))
        .col(big_integer_null("until"))
        .col(string("reason"))
        .col(big_integer("created_at"))
        .col(big_integer_null("revoked_at"))
        .col(string_null("revoked_reason"))
        .foreign_key(&mut of_account("access_grants"))
        .to_owned()
}

fn access_policies() -> TableCreateStatement {
    Table::create()
        .table("access_policies")
        .col(big_integer("version").primary_key())
        .col(json_binary("policy"))
        .col(big_integer("applied_at"))
        .to_owned()
}

fn access_rules() -> TableCreateStatement {
    Table::create().table("access_rules").col(integer("id").primary_key()).col(big_integer("version")).to_owned()
}

fn of_account(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, "account_id").to("accounts", "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}
