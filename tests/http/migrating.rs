//! Servers that start together bring the database up to date by turns.

use customer_portal::server::db;
use futures::future::join_all;

use crate::support::TestDatabase;

#[tokio::test(flavor = "multi_thread")]
async fn replicas_that_start_together_migrate_by_turns() {
    let database = TestDatabase::empty().await;
    let starts = (0..4).map(|_| async {
        let db = db::connect(&database.url).await.unwrap();
        db::migrate(&db).await.unwrap();
        db::is_migrated(&db).await.unwrap()
    });
    assert!(join_all(starts).await.into_iter().all(|migrated| migrated));
}
