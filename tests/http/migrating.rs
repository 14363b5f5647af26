//! Servers that start together migrate one after the other; existing data is carried over.

use customer_portal::entity::{member, session, user};
use database::Database;
use futures::future::join_all;
use migration::{Migrator, MigratorTrait};
use mirror::{
    entity::{invoice, stripe_event},
    inbox::Event,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder};

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

#[tokio::test]
async fn users_keep_their_sessions_accounts_and_numbers_when_passwords_become_optional() {
    let database = TestDatabase::empty().await;
    let db = before(&database, "m20261204_000020_hand_over").await;
    for statement in [
        "INSERT INTO users (email, password_hash, created_at, disabled_at) VALUES ('ada@example.com', 'hash', 5, 6)",
        "INSERT INTO users (email, password_hash, created_at) VALUES ('gone@example.com', 'hash', 7)",
        "INSERT INTO accounts (id, created_at) VALUES ('acct_1', 5)",
        "INSERT INTO members (account_id, user_id, role) VALUES ('acct_1', 1, 'owner'), ('acct_1', 2, 'viewer')",
        "INSERT INTO sessions (id, user_id, data, created_at, last_seen_at, expires_at, account_id) \
         VALUES ('s', 1, '{}', 1, 2, 3, 'acct_1')",
        "DELETE FROM users WHERE id = 2",
    ] {
        db.execute_unprepared(statement).await.unwrap();
    }
    db.close().await.unwrap();

    let db = Database::connect(&database.url).await.unwrap();
    db.migrate::<Migrator>().await.unwrap();
    let ada = user::Entity::find().one(&db).await.unwrap().unwrap();
    let kept = (ada.id, ada.email.as_str(), ada.password(), ada.created_at, ada.disabled_at);
    assert_eq!(kept, (1, "ada@example.com", "hash", 5, Some(6)));
    let member = member::Entity::find().one(&db).await.unwrap().unwrap();
    assert_eq!((member.account_id.as_str(), member.user_id), ("acct_1", 1));
    let session = session::Entity::find().one(&db).await.unwrap().unwrap();
    assert_eq!((session.user_id, session.account_id.as_deref(), session.expires_at), (Some(1), Some("acct_1"), 3));

    let insert = async |password: Option<&str>| {
        let row = user::ActiveModel {
            email: Set("ada@example.com".to_owned()),
            password_hash: Set(password.map(str::to_owned)),
            created_at: Set(8),
            ..Default::default()
        };
        user::Entity::insert(row).exec(&db).await.map(|made| made.last_insert_id)
    };
    assert_eq!(insert(None).await.unwrap(), 3, "the number of a deleted user is given to nobody");
    insert(None).await.unwrap();
    assert!(insert(Some("another")).await.is_err(), "an address is one user's who has a password");
    // With a user go the sessions and the memberships.
    user::Entity::delete_by_id(1).exec(&db).await.unwrap();
    assert!(session::Entity::find().one(&db).await.unwrap().is_none());
    assert!(member::Entity::find().one(&db).await.unwrap().is_none());
}
