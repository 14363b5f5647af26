//! Servers that start together migrate one after the other; existing data is carried over.

use database::Database;
use futures::future::join_all;
use migration::{Migrator, MigratorTrait};
use mirror::{
    entity::{invoice, stripe_event},
    inbox::Event,
};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use crate::support::TestDatabase;

#[tokio::test(flavor = "multi_thread")]
async fn replicas_that_start_together_migrate_by_turns() {
    let database = TestDatabase::empty().await;
    let starts = (0..4).map(|_| async {
        let db = Database::connect(&database.url).await.unwrap();
        db.migrate::<Migrator>().await.unwrap();
        db.is_migrated::<Migrator>().await.unwrap()
    });
    assert!(join_all(starts).await.into_iter().all(|migrated| migrated));
}

/// As it was before the migration of this name.
#[expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "migrations go step by step here only")]
async fn before(database: &TestDatabase, name: &str) -> sea_orm::DatabaseConnection {
    // Makes the file.
    Database::connect(&database.url).await.unwrap().close().await.unwrap();
    let db = sea_orm::Database::connect(database.url.expose()).await.unwrap();
    let steps = Migrator::migrations().iter().position(|migration| migration.name() == name).unwrap();
    Migrator::up(&db, Some(u32::try_from(steps).unwrap())).await.unwrap();
    db
}

#[tokio::test]
async fn of_the_links_of_invoices_it_stays_whether_there_were_any() {
    let database = TestDatabase::empty().await;
    let db = before(&database, "m20261126_000012_invoice_links").await;
    for (id, page, pdf) in [
        ("in_1", "'https://invoice.stripe.com/i/SECRET'", "'https://pay.stripe.com/invoice/SECRET/pdf'"),
        ("in_2", "'https://invoice.stripe.com/i/SECRET'", "NULL"),
        ("in_3", "NULL", "NULL"),
    ] {
        let row = format!(
            "INSERT INTO invoices (id, customer_id, status, currency, total, amount_remaining, created_at, hosted_url, pdf_url) \
             VALUES ('{id}', 'cus_1', 'open', 'usd', 1200, 1200, 5, {page}, {pdf})"
        );
        db.execute_unprepared(&row).await.unwrap();
    }
    assert!(database.dump(&db).await.contains("SECRET"));
    db.close().await.unwrap();

    let db = Database::connect(&database.url).await.unwrap();
    db.migrate::<Migrator>().await.unwrap();
    let rows = invoice::Entity::find().order_by_asc(invoice::Column::Id).all(&db).await.unwrap();
    let links: Vec<_> = rows.iter().map(|row| (row.has_page, row.has_pdf, row.total)).collect();
    assert_eq!(links, [(true, true, 1200), (true, false, 1200), (false, false, 1200)]);
    db.clone().close().await.unwrap();
    let db = Database::connect(&database.url).await.unwrap();
    assert!(!database.dump(&db).await.contains("SECRET"), "not even in what is free");
}

#[tokio::test]
async fn of_events_that_were_kept_whole_the_envelope_stays() {
    let database = TestDatabase::empty().await;
    let db = before(&database, "m20261125_000009_event_envelopes").await;
    let address = "https://billing.stripe.com/p/session/test_SECRET";
    let whole = format!(r#"{{"id":"evt_1","data":{{"object":{{"url":"{address}","note":"{}"}}}}}}"#, "x".repeat(9000));
    let deep = format!("{}\"{address}\"{}", "[".repeat(5000), "]".repeat(5000));
    for (number, payload) in [whole.as_str(), &deep, "no JSON, SECRET", ""].iter().enumerate() {
        let row = format!(
            "INSERT INTO stripe_events (id, kind, customer_id, created_at, received_at, payload, state, target) \
             VALUES ('evt_{number}', 'customer.updated', 'cus_1', 5, 6, '{payload}', 'pending', 'customer:cus_1')"
        );
        db.execute_unprepared(&row).await.unwrap();
    }
    assert!(database.dump(&db).await.contains("SECRET"));
    db.close().await.unwrap();

    let db = Database::connect(&database.url).await.unwrap();
    db.migrate::<Migrator>().await.unwrap();
    let rows = stripe_event::Entity::find().all(&db).await.unwrap();
    assert_eq!(rows.len(), 4);
    for row in rows {
        let event = Event::parse(&row.payload).unwrap();
        assert_eq!((&event.id, &event.kind, event.created_at), (&row.id, &row.kind, row.created_at));
        assert_eq!((event.object(), row.state), (row.object, stripe_event::State::Pending));
    }
    db.clone().close().await.unwrap();
    let db = Database::connect(&database.url).await.unwrap();
    assert!(!database.dump(&db).await.contains("SECRET"), "not even in what is free");
}
