//! The mirror's tables are the same ones in a database of the application's and in another program's.

use std::collections::{BTreeMap, BTreeSet};

use migration::{Migrator, MirrorMigrator};
use sea_orm::{ConnectionTrait, DatabaseBackend};

use crate::database::TestDatabase;

pub const MIRROR: [&str; 13] = [
    "customers",
    "fetch_counter",
    "installation",
    "invoices",
    "jobs",
    "payment_methods",
    "portal_clicks",
    "prices",
    "products",
    "stripe_events",
    "subscription_items",
    "subscriptions",
    "sync_passes",
];

const APPLICATION: [&str; 17] = [
    "access_grants",
    "access_policies",
    "access_rules",
    "account_access",
    "accounts",
    "api_keys",
    "customer_owners",
    "email_tokens",
    "handovers",
    "identities",
    "invitations",
    "mails",
    "members",
    "sessions",
    "sign_in_failures",
    "signing_keys",
    "users",
];

const SQLITE: &str = r#"
SELECT m.name AS of, 'column ' || c.name || ' ' || lower(c.type) || ' not null: ' || c."notnull"
    || ' default: ' || COALESCE(c.dflt_value, '-') || ' in the primary key: ' || c.pk AS line
FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
UNION ALL
SELECT m.name, 'index ' || i.name || ' unique: ' || i."unique" || ' made by: ' || i.origin || ' partial: ' || i.partial
    || ' columns: ' || (
        SELECT group_concat(c.seqno || ' ' || COALESCE(c.name, 'an expression')) FROM pragma_index_info(i.name) c
    )
FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table'
UNION ALL
SELECT m.name, 'foreign key ' || f."from" || ' to ' || f."table" || ' ' || f."to" || ' on delete: ' || f.on_delete
FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
UNION ALL
SELECT name, 'check ' || substr(sql, instr(sql, 'CHECK'), 20) FROM sqlite_master WHERE type = 'table' AND sql LIKE '%CHECK%'
"#;

const POSTGRES: &str = r"
SELECT table_name::text AS of, 'column ' || column_name || ' ' || data_type || ' null: ' || is_nullable
    || ' default: ' || COALESCE(column_default, '-') AS line
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT tablename::text, 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT r.relname::text, 'constraint ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
WHERE r.relnamespace = 'public'::regnamespace AND c.contype <> 'n'
";

/// Columns, indexes, keys and checks by table, in no order: SQLite adds columns at the end only.
type Schema = BTreeMap<String, BTreeSet<String>>;

async fn schema(database: &TestDatabase) -> Schema {
    let query = match database.get_database_backend() {
        DatabaseBackend::Postgres => POSTGRES,
        _ => SQLITE,
    };
    let mut schema = Schema::new();
    for row in database.rows(query).await {
        let line = row["line"].as_str().unwrap().to_owned();
        schema.entry(row["of"].as_str().unwrap().to_owned()).or_default().insert(line);
    }
    schema.retain(|table, _| table != "seaql_migrations" && !table.starts_with("sqlite_"));
    schema
}

#[tokio::test]
async fn the_mirrors_tables_are_the_same_with_and_without_the_application() {
    let mut ours = schema(&TestDatabase::migrated::<Migrator>().await).await;
    let theirs = schema(&TestDatabase::migrated::<MirrorMigrator>().await).await;
    for table in APPLICATION {
        assert!(ours.remove(table).is_some(), "{table}");
    }
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (table, lines) in &ours {
        let differ: Vec<_> = lines.symmetric_difference(&theirs[table]).collect();
        assert!(differ.is_empty(), "{table}: {differ:#?}");
    }
    // What is compared is told of.
    for (table, word) in [
        ("customers", "balance"),
        ("jobs", "jobs_queue_due_at_ms"),
        ("subscription_items", "foreign key"),
        ("installation", "check"),
    ] {
        assert!(ours[table].iter().any(|line| line.to_lowercase().contains(word)), "{table}: {:#?}", ours[table]);
    }
}

#[tokio::test]
async fn the_mirrors_list_makes_no_table_of_the_applications() {
    let database = TestDatabase::migrated::<MirrorMigrator>().await;
    assert_eq!(schema(&database).await.into_keys().collect::<Vec<_>>(), MIRROR);
}

#[tokio::test]
async fn what_is_counted_begins_at_nothing_in_both() {
    let ours = TestDatabase::migrated::<Migrator>().await;
    let theirs = TestDatabase::migrated::<MirrorMigrator>().await;
    for (query, rows) in
        [("SELECT * FROM fetch_counter", 1), ("SELECT * FROM sync_passes ORDER BY name", 2), ("SELECT * FROM jobs", 0)]
    {
        let found = theirs.rows(query).await;
        assert_eq!(found.len(), rows, "{query}");
        assert_eq!(found, ours.rows(query).await, "{query}");
    }
}
