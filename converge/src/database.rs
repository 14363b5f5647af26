//! The database, read without the server's code: plain SQL, rows as JSON.

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "the proof sees the database as everybody does"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, FromQueryResult, JsonValue, Statement};
use url::Url;
use uuid::Uuid;

use crate::Outcome;

pub struct Database {
    db: DatabaseConnection,
    url: String,
    /// The PostgreSQL server, and the name of our database on it.
    made: Option<(String, String)>,
}

impl Database {
    /// A SQLite file in the folder, or a database of our own on the PostgreSQL server.
    pub async fn new(server: Option<&str>, folder: &Path) -> Outcome<Self> {
        let Some(server) = server else {
            let url = format!("sqlite://{}/app.db?mode=rwc", folder.display());
            return Ok(Self { db: connect(&url).await?, url, made: None });
        };
        let name = format!("converge_{}", Uuid::new_v4().simple());
        let admin = connect(server).await?;
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        let mut url = Url::parse(server)?;
        url.set_path(&name);
        let url = String::from(url);
        Ok(Self { db: connect(&url).await?, url, made: Some((server.to_owned(), name)) })
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn is_sqlite(&self) -> bool {
        self.made.is_none()
    }

    pub fn name(&self) -> &'static str {
        if self.is_sqlite() { "SQLite" } else { "PostgreSQL" }
    }

    pub async fn drop(self) -> Outcome<()> {
        self.db.close().await?;
        if let Some((server, name)) = self.made {
            connect(&server).await?.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await?;
        }
        Ok(())
    }

    pub async fn rows(&self, sql: &str) -> Outcome<Vec<JsonValue>> {
        let statement = Statement::from_string(self.backend(), sql);
        Ok(JsonValue::find_by_statement(statement).all(&self.db).await?)
    }

    /// Runs a statement that answers nothing.
    pub async fn execute(&self, sql: &str) -> Outcome<()> {
        self.db.execute_unprepared(sql).await.map(drop).map_err(Into::into)
    }

    fn backend(&self) -> DatabaseBackend {
        self.db.get_database_backend()
    }

    /// Users who are these customers.
    pub async fn link(&self, customers: &[String]) -> Outcome<()> {
        for customer in customers {
            let user = format!(
                "INSERT INTO users (email, password_hash, created_at) VALUES ('{customer}@example.com', 'none', 0)"
            );
            self.db.execute_unprepared(&user).await?;
            self.make_customer(&format!("{customer}@example.com"), customer).await?;
        }
        Ok(())
    }

    /// The user's account is this customer, and has another member.
    pub async fn make_customer(&self, email: &str, customer: &str) -> Outcome<()> {
        // Who signed up has an account.
        let without = format!("email = '{email}' AND id NOT IN (SELECT user_id FROM members)");
        let own = format!("members JOIN users ON users.id = user_id WHERE email = '{email}'");
        for row in [
            format!("INSERT INTO customers (stripe_customer_id) VALUES ('{customer}')"),
            format!("INSERT INTO accounts (id, created_at) SELECT {ACCOUNT}, 0 FROM users WHERE {without}"),
            format!(
                "INSERT INTO members (account_id, user_id, role) SELECT {ACCOUNT}, id, 'owner' FROM users WHERE {without}"
            ),
            format!(
                "INSERT INTO customer_owners (account_id, stripe_customer_id) SELECT account_id, '{customer}' FROM {own}"
            ),
            format!(
                "INSERT INTO account_access (account_id, revision, rules_version) SELECT account_id, 0, 0 FROM {own} \
                 ON CONFLICT DO NOTHING"
            ),
            format!("INSERT INTO users (email, password_hash, created_at) VALUES ('with.{email}', 'none', 0)"),
            format!(
                "INSERT INTO members (account_id, user_id, role) \
                 SELECT account_id, (SELECT id FROM users WHERE email = 'with.{email}'), 'viewer' FROM {own}"
            ),
        ] {
            self.db.execute_unprepared(&row).await?;
        }
        Ok(())
    }

    /// The accounts by their customers.
    pub async fn accounts(&self) -> Outcome<BTreeMap<String, String>> {
        let rows = self.rows("SELECT account_id, stripe_customer_id FROM customer_owners").await?;
        let text = |value: &JsonValue| value.as_str().unwrap_or_default().to_owned();
        Ok(rows.iter().map(|row| (text(&row["stripe_customer_id"]), text(&row["account_id"]))).collect())
    }

    /// The total number of users, each a customer with a subscription.
    pub async fn fill(&self, users: usize) -> Outcome<()> {
        let numbers = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {users})");
        let and = "ON CONFLICT DO NOTHING";
        for fill in [
            format!(
                "INSERT INTO users (email, password_hash, created_at) {numbers} SELECT 'u' || i, 'none', 0 FROM n WHERE true {and}"
            ),
            format!("INSERT INTO customers (stripe_customer_id) SELECT 'cus_of_' || email FROM users WHERE true {and}"),
            // Who signed up has an account.
            format!(
                "INSERT INTO accounts (id, created_at) SELECT {ACCOUNT}, 0 FROM users \
                 WHERE id NOT IN (SELECT user_id FROM members) {and}"
            ),
            format!(
                "INSERT INTO members (account_id, user_id, role) SELECT {ACCOUNT}, id, 'owner' FROM users \
                 WHERE id NOT IN (SELECT user_id FROM members) {and}"
            ),
            format!(
                "INSERT INTO customer_owners (account_id, stripe_customer_id) \
                 SELECT account_id, 'cus_of_' || email FROM members JOIN users ON users.id = user_id WHERE true {and}"
            ),
            format!(
                "INSERT INTO subscriptions (id, customer_id, status, cancel_at_period_end, created_at, collection_paused, raw) \
                     SELECT 'sub_' || stripe_customer_id, stripe_customer_id, 'active', false, 0, false, '{{}}' FROM customers WHERE true {and}"
            ),
            format!(
                "INSERT INTO subscription_items (id, subscription_id, price_id, product_id, quantity, current_period_start, current_period_end) \
                     SELECT 'si_' || id, id, 'price_1', 'prod_1', 1, 0, 4000000000 FROM subscriptions WHERE true {and}"
            ),
        ] {
            self.db.execute_unprepared(&fill).await?;
        }
        Ok(())
    }

    /// The user is a customer with a subscription.
    pub async fn give_a_plan(&self, email: &str) -> Outcome<()> {
        let users = self.rows(&format!("SELECT id FROM users WHERE email = '{email}'")).await?;
        match users.len() {
            1 => self.fill(1).await,
            _ => Err(format!("{email} could not sign up").into()),
        }
    }

    /// Last night's pass over all customers is done, and no other night falls during a run. Else the first one is
    /// due when the server starts, and may mend in the end what nothing else did.
    pub async fn night_is_over(&self) -> Outcome<()> {
        let far = "UPDATE sync_passes SET due_at_ms = 4000000000000 WHERE name = 'all_customers'";
        self.db.execute_unprepared(far).await.map(drop).map_err(Into::into)
    }

    /// Nobody is left.
    pub async fn empty(&self) -> Outcome<()> {
        for table in [
            "subscription_items",
            "subscriptions",
            "customer_owners",
            "customers",
            "sessions",
            "members",
            "accounts",
            "users",
        ] {
            self.db.execute_unprepared(&format!("DELETE FROM {table}")).await?;
        }
        Ok(())
    }

    /// Every stored event with its state.
    pub async fn events(&self) -> Outcome<BTreeMap<String, String>> {
        let rows = self.rows("SELECT id, state FROM stripe_events").await?;
        let text = |value: &JsonValue| value.as_str().unwrap_or_default().to_owned();
        Ok(rows.iter().map(|row| (text(&row["id"]), text(&row["state"]))).collect())
    }

    /// The types of event that something is done with, as far as any was stored.
    pub async fn acted_upon(&self) -> Outcome<BTreeSet<String>> {
        let rows = self.rows("SELECT DISTINCT kind FROM stripe_events WHERE state <> 'ignored'").await?;
        Ok(rows.iter().filter_map(|row| row["kind"].as_str().map(str::to_owned)).collect())
    }

    /// From now on the database itself notes when rows go back to those of an older fetch, however soon
    /// they are mended.
    pub async fn watch_order(&self) -> Outcome<()> {
        self.db.execute_unprepared("CREATE TABLE went_back (what TEXT, was BIGINT, became BIGINT)").await?;
        for (table, id) in [("customers", "stripe_customer_id"), ("products", "id"), ("prices", "id")] {
            let note =
                format!("INSERT INTO went_back VALUES (NEW.{id}, OLD.last_applied_fetch, NEW.last_applied_fetch);");
            let trigger =
                format!("CREATE TRIGGER {table}_go_back AFTER UPDATE OF last_applied_fetch ON {table} FOR EACH ROW");
            let when = "WHEN (NEW.last_applied_fetch < OLD.last_applied_fetch)";
            let statements = match self.is_sqlite() {
                true => format!("{trigger} {when} BEGIN {note} END"),
                false => format!(
                    "CREATE FUNCTION note_{table}() RETURNS trigger LANGUAGE plpgsql AS \
                     $$ BEGIN {note} RETURN NULL; END $$; {trigger} {when} EXECUTE FUNCTION note_{table}()"
                ),
            };
            self.db.execute_unprepared(&statements).await?;
        }
        Ok(())
    }

    /// No rows may ever go back to those of an older fetch.
    pub async fn check_order(&self) -> Outcome<()> {
        match self.rows("SELECT * FROM went_back").await?.first() {
            Some(row) => {
                let what = row["what"].as_str().unwrap_or_default();
                Err(format!("{what}: fetch {} was written over fetch {}", row["became"], row["was"]).into())
            }
            None => Ok(()),
        }
    }
}

/// The id of the account of a user's own: `acct_` and the user's number with zeros before it.
const ACCOUNT: &str =
    "'acct_' || substr('00000000000000000000000000000000', 1, 32 - length(CAST(id AS TEXT))) || CAST(id AS TEXT)";

async fn connect(url: &str) -> Outcome<DatabaseConnection> {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.sqlx_logging(false).max_connections(2).map_sqlx_sqlite_opts(|options| {
        // As the server opens it: whoever comes first decides for the file.
        options
            .journal_mode(sea_orm::sqlx::sqlite::SqliteJournalMode::Wal)
            .busy_timeout(std::time::Duration::from_secs(20))
    });
    Ok(sea_orm::Database::connect(options).await?)
}
