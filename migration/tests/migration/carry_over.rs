//! What a database from before the mirror was a part of its own holds is there afterwards, under the new names.

use std::collections::BTreeMap;

use migration::{Migrator, MigratorTrait, application};
use sea_orm::JsonValue;
use serde_json::json;

use crate::database::TestDatabase;

const ROWS: &str = r#"
INSERT INTO users (id, email, password_hash, created_at, disabled_at) VALUES
    (1, 'a@example.com', 'x', 10, NULL), (2, 'b@example.com', 'x', 11, NULL), (3, 'c@example.com', 'x', 12, 13);
INSERT INTO customers (user_id, stripe_customer_id, deleted_at, missing_since, synced_at_ms, fetches_begun,
    fetch_written, default_payment_method, balance, currency) VALUES
    (1, 'cus_1', NULL, 20, 21, 23, 22, 'pm_1', -24, 'usd'), (3, 'cus_3', 25, NULL, NULL, 0, 0, NULL, 0, NULL);
INSERT INTO products (id, name, active, raw, fetch_written) VALUES ('prod_1', 'Pro', TRUE, '{"id": "prod_1"}', 30);
INSERT INTO prices (id, product_id, active, currency, unit_amount, interval, interval_count, raw, fetch_written)
    VALUES ('price_1', 'prod_1', TRUE, 'usd', 1200, 'month', 1, '{"id": "price_1"}', 31);
UPDATE catalog SET fetches_begun = 32;
INSERT INTO sync_jobs (target, due_at_ms, wanted, attempts, failures, given_up, lease, lease_until_ms, last_error) VALUES
    ('customer:cus_1', 40, 41, 42, 43, FALSE, 'token', 44, NULL),
    ('product:a:b', 45, 46, 47, 48, TRUE, NULL, NULL, 'no such product'),
    ('of no kind', 0, 0, 0, 0, FALSE, NULL, NULL, '');
INSERT INTO stripe_events (id, kind, api_version, customer_id, target, created_at, received_at, payload, state,
    processed_at, last_error) VALUES
    ('evt_1', 'customer.updated', '2025-03-31', 'cus_1', 'customer:cus_1', 50, 51, '{}', 'pending', NULL, NULL),
    ('evt_2', 'ping', NULL, NULL, NULL, 52, 53, 'no JSON', 'ignored', 54, NULL),
    ('evt_3', 'charge.refunded', NULL, NULL, 'of no kind', 55, 56, '{}', 'dead', 57, 'it failed');
UPDATE sync_passes SET due_at_ms = 60, began_at_ms = 61, "cursor" = 'cus_0', drifted = 62, completed_ms = 63,
    lease_until_ms = 64 WHERE name = 'all_customers';
"#;

/// A table's name before and after.
const TABLES: [(&str, &str); 7] = [
    ("customers", "customers"),
    ("products", "products"),
    ("prices", "prices"),
    ("catalog", "fetch_counter"),
    ("sync_jobs", "jobs"),
    ("stripe_events", "stripe_events"),
    ("sync_passes", "sync_passes"),
];

/// A column's name before and after. `target` became one thing in one table and another in the other.
const COLUMNS: [(&str, &str); 5] = [
    ("fetches_begun", "last_started_fetch"),
    ("fetch_written", "last_applied_fetch"),
    ("wanted", "generation"),
    ("attempts", "starts"),
    ("completed_ms", "completed_pass_began_ms"),
];

/// Whose the customers are.
const OWNED: &str = "SELECT user_id, stripe_customer_id FROM customer_owners \
    JOIN members ON members.account_id = customer_owners.account_id WHERE role = 'owner' ORDER BY user_id";

type Row = BTreeMap<String, JsonValue>;

/// The row of a table of before as it is to be afterwards.
fn renamed(table: &str, mut row: Row) -> Row {
    match table {
        "customers" => drop(row.remove("user_id").unwrap()),
        "sync_jobs" => {
            rename(&mut row, "target", "key");
            row.insert("queue".to_owned(), json!("stripe"));
        }
        "stripe_events" => rename(&mut row, "target", "object"),
        _ => {}
    }
    for (before, now) in COLUMNS {
        if row.contains_key(before) {
            rename(&mut row, before, now);
        }
    }
    row
}

fn rename(row: &mut Row, before: &str, now: &str) {
    let value = row.remove(before).unwrap();
    row.insert(now.to_owned(), value);
}

/// As it was before the mirror was a part of its own.
async fn before(database: &TestDatabase) {
    let name = "m20261202_000017_separate_mirror";
    let older = application().iter().position(|migration| migration.name() == name).unwrap();
    database.write_tx(async |tx| Migrator::up(tx, Some(u32::try_from(older).unwrap())).await).await.unwrap();
    assert_eq!(database.rows("SELECT version FROM seaql_migrations").await.len(), 16);
}

async fn rows(database: &TestDatabase, table: &str) -> Vec<Row> {
    let rows = database.rows(&format!("SELECT * FROM {table}")).await;
    rows.into_iter().map(|row| serde_json::from_value(row).unwrap()).collect()
}

/// In an order that does not depend on the database's.
fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| format!("{row:?}"));
    rows
}

#[tokio::test]
async fn every_row_is_carried_over_whole() {
    let database = TestDatabase::empty().await;
    before(&database).await;
    database.execute(ROWS).await;
    let mut expected = Vec::new();
    for (table, _) in TABLES {
        let rows = rows(&database, table).await;
        assert!(!rows.is_empty(), "{table}");
        expected.push(sorted(rows.into_iter().map(|row| renamed(table, row)).collect()));
    }
    let users = sorted(rows(&database, "users").await);

    let database = database.upgraded().await;
    assert!(database.is_migrated::<Migrator>().await.unwrap());
    for ((_, table), expected) in TABLES.into_iter().zip(expected) {
        let mut now = rows(&database, table).await;
        for row in now.iter_mut().filter(|_| table == "products") {
            assert_eq!(row.remove("features"), Some(JsonValue::Null), "they are not known yet");
        }
        assert_eq!(sorted(now), expected, "{table}");
    }
    let mut now = rows(&database, "users").await;
    for user in &mut now {
        assert_eq!(user.remove("email_verified"), Some(json!(false)), "nobody has verified one");
    }
    assert_eq!(sorted(now), users);
    assert_eq!(
        database.rows(OWNED).await,
        [
            json!({ "user_id": 1, "stripe_customer_id": "cus_1" }),
            json!({ "user_id": 3, "stripe_customer_id": "cus_3" })
        ]
    );
}

#[tokio::test]
async fn with_a_user_goes_what_the_user_owned_and_not_the_customer() {
    let database = TestDatabase::empty().await;
    before(&database).await;
    database.execute(ROWS).await;
    let database = database.upgraded().await;
    database.execute("DELETE FROM users WHERE id = 1").await;
    assert_eq!(database.rows(OWNED).await, [json!({ "user_id": 3, "stripe_customer_id": "cus_3" })]);
    assert_eq!(database.rows("SELECT * FROM customers").await.len(), 2);
}

#[tokio::test]
async fn a_customer_whose_user_is_gone_stops_nothing() {
    let database = TestDatabase::sqlite().await;
    before(&database).await;
    database.execute(ROWS).await;
    database.execute("PRAGMA foreign_keys = OFF; DELETE FROM users WHERE id = 1; PRAGMA foreign_keys = ON").await;
    assert_eq!(database.rows("SELECT * FROM customers").await.len(), 2);

    let database = database.upgraded().await;
    assert_eq!(database.rows(OWNED).await, [json!({ "user_id": 3, "stripe_customer_id": "cus_3" })]);
    assert_eq!(database.rows("SELECT * FROM customers").await.len(), 2);
}
