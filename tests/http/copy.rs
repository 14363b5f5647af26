//! Copying to another database: from SQLite to PostgreSQL when these tests run on PostgreSQL.

use std::process::Command;

use migration::Migrator;
use mirror::{check, entity::product, sync};
use sea_orm::{ConnectionTrait, DatabaseBackend, EntityTrait, FromQueryResult, JsonValue, Statement};

use crate::support::{Stripe, TestApp, TestDatabase, deliver};

fn copy(from: &str, to: &str) -> (bool, String) {
    run(&["copy"], &[("DATABASE_URL", from), ("COPY_TO_DATABASE_URL", to)])
}

fn run(args: &[&str], env: &[(&str, &str)]) -> (bool, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_customer-portal"));
    let output = program.env_clear().envs(env.iter().copied()).args(args).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[tokio::test]
async fn where_to_copy_is_said_by_the_environment_a_file_or_a_flag() {
    let (from, _) = TestDatabase::sqlite::<Migrator>().await;
    let source = ("DATABASE_URL", from.url.expose());
    let folder = tempfile::tempdir().unwrap();
    let url = |name: &str| format!("sqlite://{}/{name}.db", folder.path().display());
    let file = folder.path().join("url");
    std::fs::write(&file, format!("{}\n", url("by-file"))).unwrap();
    for (args, env) in [
        (vec!["copy"], ("COPY_TO_DATABASE_URL", url("by-env"))),
        (vec!["copy"], ("COPY_TO_DATABASE_URL_FILE", file.display().to_string())),
        (vec!["copy", "--to", &url("by-flag")], ("RUST_LOG", String::new())),
    ] {
        let (well, said) = run(&args, &[source, (env.0, &env.1)]);
        assert!(well, "{args:?} {env:?}: {said}");
    }
    assert!(["by-env", "by-file", "by-flag"].iter().all(|name| folder.path().join(format!("{name}.db")).exists()));

    for (to, words) in [("", "COPY_TO_DATABASE_URL is not set"), ("mysql://u:hunter2@h", "COPY_TO_DATABASE_URL must")] {
        let (well, said) = run(&["copy"], &[source, ("COPY_TO_DATABASE_URL", to)]);
        assert!(!well && said.contains(words) && !said.contains("hunter2"), "{said}");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_customer-portal"))
        .args(["copy", "--help"])
        .env("COPY_TO_DATABASE_URL", "postgres://u:hunter2@h")
        .output()
        .unwrap();
    assert!(!String::from_utf8_lossy(&output.stdout).contains("hunter2"));
}

async fn count(db: &impl ConnectionTrait, table: &str) -> i64 {
    let statement = Statement::from_string(db.get_database_backend(), format!("SELECT COUNT(*) AS rows FROM {table}"));
    db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "rows").unwrap()
}

#[tokio::test]
async fn everything_arrives_and_nothing_twice() {
    let stripe = Stripe::start().await;
    let from = TestApp::start_on_sqlite(&stripe.base()).await;
    from.leaves_jobs(["customer"]);
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = from.customer("ada@example.com", &customer).await;
    sync(&from.state.billing.mirror, &from.state.billing.stripe, &customer).await.unwrap();
    // As an older version stored it: PostgreSQL takes neither.
    let old = "UPDATE products SET name = 'a' || char(0) || 'b', raw = '{\"name\":\"a\\u0000b\",\"n\":[\"\\u0000\"]}'";
    from.state.db.execute_unprepared(old).await.unwrap();
    mirror::installation::claim(&from.state.db, stripe::Mode::Test).await.unwrap();
    let body = format!(
        r#"{{"id":"evt_1","type":"customer.updated","created":1,"data":{{"object":{{"id":"{customer}","object":"customer"}}}}}}"#
    );
    deliver(&from, &body).await;

    let (target, to) = TestDatabase::new::<Migrator>().await;
    let (source, target_url) = (from.database(), target.url.clone());
    let (well, said) = copy(source.expose(), target_url.expose());
    assert!(well, "{said}");
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let tables = Statement::from_string(DatabaseBackend::Sqlite, tables);
    for row in JsonValue::find_by_statement(tables).all(&from.state.db).await.unwrap() {
        let table = row["name"].as_str().unwrap();
        assert_eq!(count(&from.state.db, table).await, count(&to, table).await, "{table}");
    }
    assert!(check(&to, &from.state.billing.stripe, &customer).await.unwrap().unwrap().is_empty());
    let product = product::Entity::find().one(&to).await.unwrap().unwrap();
    assert_eq!((product.name.as_str(), &product.raw["name"]), ("a\u{fffd}b", &"a\u{fffd}b".into()));

    // The site goes on there: who was signed in is, who is new gets a number that is free, what waited is done.
    let moved = TestApp::start_with(target, to, &stripe.base()).await;
    browser.move_to(&moved.url);
    assert!(browser.get("/account").await.text().contains("ada@example.com"));
    moved.user("eve@example.com").await;
    assert_eq!(moved.work().await, 1);

    let (well, said) = copy(source.expose(), target_url.expose());
    assert!(!well && said.contains("already has users"), "{said}");
}

/// What is left behind, and why.
const LEFT_BEHIND: [(&str, &str); 4] = [
    ("email_tokens", "a link in a mail works for a day at most, and a new one is soon asked for"),
    ("handovers", "a link that signs somebody in works for a minute"),
    ("portal_clicks", "a click that opens the portal is remembered for a second"),
    ("seaql_migrations", "the migrations write it there"),
];

async fn names(db: &impl ConnectionTrait, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[tokio::test]
async fn every_table_of_the_schema_is_copied_or_left_behind_on_purpose() {
    let (source, from) = TestDatabase::sqlite::<Migrator>().await;
    let (target, to) = TestDatabase::new::<Migrator>().await;
    let output = Command::new(env!("CARGO_BIN_EXE_customer-portal"))
        .args(["copy"])
        .env_clear()
        .envs([("DATABASE_URL", source.url.expose()), ("COPY_TO_DATABASE_URL", target.url.expose())])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    let copied: Vec<_> = said.lines().filter_map(|line| line.trim().split_once("  ")).map(|(_, table)| table).collect();
    let tables = names(&from, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").await;
    for table in &tables {
        let is_left = LEFT_BEHIND.iter().any(|(left, _)| left == table);
        assert_ne!(copied.contains(&table.as_str()), is_left, "{table}: copied, or left behind for a reason");
    }
    assert!(LEFT_BEHIND.iter().all(|(left, _)| tables.iter().any(|table| table == left)), "{tables:?}");
    if to.get_database_backend() == DatabaseBackend::Postgres {
        // A new sequence must be advanced after copying, like `users_id_seq`.
        let sequences = names(&to, "SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'public'").await;
        assert_eq!(sequences, ["users_id_seq"]);
    }
}
