//! What the company's product needs to hand its users over: keys for its back end, one-time links, and users who are
//! known by the product's id instead of a password.
//!
//! An address names one user among those with a password only: who comes from the product may have the address of
//! somebody who signed up, and is not that user.

use sea_orm_migration::{
    prelude::*,
    schema::*,
    sea_orm::{ConnectionTrait, DatabaseBackend},
};

/// SQLite can neither drop a constraint nor allow NULL in a column, so the rows are moved to another table. Dropping a
/// table deletes what refers to its rows, so sessions and members are set aside meanwhile.
const MAKE_USERS_ANEW: [&str; 18] = [
    "CREATE TABLE kept_sessions AS SELECT * FROM sessions",
    "CREATE TABLE kept_members AS SELECT * FROM members",
    "DROP TABLE sessions",
    "DROP TABLE members",
    "CREATE TABLE new_users (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, email varchar NOT NULL, \
     password_hash varchar NULL, created_at integer NOT NULL, disabled_at integer NULL, \
     email_verified boolean NOT NULL DEFAULT FALSE)",
    "INSERT INTO new_users (id, email, password_hash, created_at, disabled_at) \
     SELECT id, email, password_hash, created_at, disabled_at FROM users",
    // The number of a deleted user is never given to another.
    "DELETE FROM sqlite_sequence WHERE name = 'new_users'",
    "INSERT INTO sqlite_sequence (name, seq) SELECT 'new_users', seq FROM sqlite_sequence WHERE name = 'users'",
    "DROP TABLE users",
    "ALTER TABLE new_users RENAME TO users",
    "CREATE TABLE sessions (id varchar NOT NULL PRIMARY KEY, user_id integer NULL, data text NOT NULL, \
     created_at integer NOT NULL, last_seen_at integer NOT NULL, expires_at integer NOT NULL, account_id varchar NULL, \
     FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)",
    "INSERT INTO sessions (id, user_id, data, created_at, last_seen_at, expires_at, account_id) \
     SELECT id, user_id, data, created_at, last_seen_at, expires_at, account_id FROM kept_sessions \
     WHERE user_id IS NULL OR user_id IN (SELECT id FROM users)",
    "CREATE TABLE members (account_id varchar NOT NULL, user_id integer NOT NULL, role varchar NOT NULL, \
     PRIMARY KEY (account_id, user_id), \
     FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE, \
     FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)",
    "INSERT INTO members (account_id, user_id, role) SELECT account_id, user_id, role FROM kept_members \
     WHERE user_id IN (SELECT id FROM users) AND account_id IN (SELECT id FROM accounts)",
    "DROP TABLE kept_sessions",
    "DROP TABLE kept_members",
    "CREATE INDEX sessions_user_id ON sessions (user_id); CREATE INDEX sessions_expires_at ON sessions (expires_at)",
    "CREATE INDEX members_user_id ON members (user_id)",
];

const CHANGE_USERS: [&str; 3] = [
    "ALTER TABLE users ADD COLUMN email_verified boolean NOT NULL DEFAULT FALSE",
    "ALTER TABLE users ALTER COLUMN password_hash DROP NOT NULL",
    "ALTER TABLE users DROP CONSTRAINT users_email_key",
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let change: &[&str] = match db.get_database_backend() {
            DatabaseBackend::Sqlite => &MAKE_USERS_ANEW,
            _ => &CHANGE_USERS,
        };
        for statement in change {
            db.execute_unprepared(statement).await?;
        }
        db.execute_unprepared(
            "CREATE UNIQUE INDEX users_email_with_password ON users (email) WHERE password_hash IS NOT NULL",
        )
        .await?;
        for table in [identities(), api_keys(), handovers()] {
            manager.create_table(table).await?;
        }
        for (name, table, column) in [
            ("users_email", "users", "email"),
            ("identities_user_id", "identities", "user_id"),
            ("handovers_expires_at", "handovers", "expires_at"),
        ] {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("users without a password cannot be carried back".to_owned()))
    }
}

fn identities() -> TableCreateStatement {
    Table::create()
        .table("identities")
        .col(string("provider"))
        .col(string("subject"))
        .col(big_integer("user_id"))
        .primary_key(Index::create().col("provider").col("subject"))
        .foreign_key(&mut of_user("identities"))
        .to_owned()
}

fn api_keys() -> TableCreateStatement {
    Table::create()
        .table("api_keys")
        .col(string("id").primary_key())
        .col(string("name"))
        .col(string("scopes"))
        .col(string("secret_hash"))
        .col(big_integer("created_at"))
        .col(big_integer_null("last_used_at"))
        .col(big_integer_null("revoked_at"))
        .to_owned()
}

fn handovers() -> TableCreateStatement {
    let account = ForeignKey::create()
        .from("handovers", "account_id")
        .to("accounts", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned();
    Table::create()
        .table("handovers")
        .col(string("token_hash").primary_key())
        .col(string("api_key_id"))
        .col(string("account_id"))
        .col(big_integer("user_id"))
        .col(text("destination"))
        .col(text_null("return_url"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"))
        .foreign_key(&mut account.clone())
        .foreign_key(&mut of_user("handovers"))
        .foreign_key(ForeignKey::create().from("handovers", "api_key_id").to("api_keys", "id"))
        .to_owned()
}

fn of_user(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, "user_id").to("users", "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}
