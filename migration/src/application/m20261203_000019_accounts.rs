//! Accounts, whose members the users are: a Stripe customer belongs to an account and no longer to one user.
//!
//! Every user becomes the owner of an account of their own, and every session is one in it. The database makes the ids
//! and carries the rows over: no row is read here.

use sea_orm_migration::{
    prelude::*,
    schema::*,
    sea_orm::{ConnectionTrait, DatabaseBackend},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        // SQLite makes the value anew for each row, because randomblob() is not constant; so does PostgreSQL.
        let id = match db.get_database_backend() {
            DatabaseBackend::Sqlite => "'acct_' || lower(hex(randomblob(16)))",
            _ => "'acct_' || replace(gen_random_uuid()::text, '-', '')",
        };
        db.execute_unprepared(&format!(
            "CREATE TABLE new_accounts AS SELECT id AS user_id, {id} AS account_id, created_at FROM users"
        ))
        .await?;
        manager.create_table(accounts()).await?;
        db.execute_unprepared("INSERT INTO accounts (id, created_at) SELECT account_id, created_at FROM new_accounts")
            .await?;
        manager.create_table(members()).await?;
        db.execute_unprepared(
            "INSERT INTO members (account_id, user_id, role) SELECT account_id, user_id, 'owner' FROM new_accounts",
        )
        .await?;
        let index = Index::create().name("members_user_id").table("members").col("user_id").to_owned();
        manager.create_index(index).await?;
        carry_over_owners(manager).await?;
        let account_id = string_null("account_id");
        manager.alter_table(Table::alter().table("sessions").add_column(account_id).to_owned()).await?;
        db.execute_unprepared(
            "UPDATE sessions SET account_id = \
             (SELECT account_id FROM new_accounts WHERE new_accounts.user_id = sessions.user_id)",
        )
        .await?;
        drop_table(manager, "new_accounts").await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("an account with several members cannot be carried back".to_owned()))
    }
}

fn accounts() -> TableCreateStatement {
    Table::create()
        .table("accounts")
        .col(string("id").primary_key())
        .col(string_null("external_id").unique_key())
        .col(string_null("name"))
        .col(big_integer("created_at"))
        .to_owned()
}

fn members() -> TableCreateStatement {
    Table::create()
        .table("members")
        .col(string("account_id"))
        .col(big_integer("user_id"))
        .col(string("role"))
        .primary_key(Index::create().col("account_id").col("user_id"))
        .foreign_key(&mut belongs_to_account("members"))
        .foreign_key(
            ForeignKey::create().from("members", "user_id").to("users", "id").on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// One account is at most one customer and the other way round. The table is made anew, because SQLite cannot change a
/// primary key.
async fn carry_over_owners(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    db.execute_unprepared("CREATE TABLE old_owners AS SELECT * FROM customer_owners").await?;
    drop_table(manager, "customer_owners").await?;
    let owners = Table::create()
        .table("customer_owners")
        .col(string("account_id").primary_key())
        .col(string_uniq("stripe_customer_id"))
        .foreign_key(&mut belongs_to_account("customer_owners"))
        .foreign_key(
            ForeignKey::create().from("customer_owners", "stripe_customer_id").to("customers", "stripe_customer_id"),
        )
        .to_owned();
    manager.create_table(owners).await?;
    db.execute_unprepared(
        "INSERT INTO customer_owners (account_id, stripe_customer_id) \
         SELECT new_accounts.account_id, old_owners.stripe_customer_id FROM old_owners \
         JOIN new_accounts ON new_accounts.user_id = old_owners.user_id",
    )
    .await?;
    drop_table(manager, "old_owners").await
}

fn belongs_to_account(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, "account_id").to("accounts", "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}

async fn drop_table(manager: &SchemaManager<'_>, name: &'static str) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table(name).to_owned()).await
}
