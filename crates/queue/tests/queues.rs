//! Several queues in one table.

use std::collections::{BTreeMap, BTreeSet};

use migration::MirrorMigrator;
use queue::Queue;
use sea_orm::EntityTrait;
use testkit::TestDatabase;

fn keys(number: usize) -> BTreeSet<String> {
    (0..number).map(|number| number.to_string()).collect()
}

#[tokio::test]
async fn each_knows_its_own_jobs_only() {
    let (database, db) = TestDatabase::new::<MirrorMigrator>().await;
    let (mail, objects) = (Queue::new(db.clone(), "mail"), Queue::new(db.clone(), "objects"));
    for queue in [&mail, &objects] {
        queue.request(&db, keys(1)).await.expect("a database");
    }
    let job = mail.claim().await.expect("a database").expect("a job");
    assert!(mail.claim().await.expect("a database").is_none(), "the other is in another queue");
    db.write_tx(async |transaction| Ok(mail.finish(transaction, &job).await)).await.expect("a database").expect("ours");
    assert!(objects.find("0").await.expect("a database").is_some());

    mail.note_failures(&db, BTreeMap::from([("0".to_owned(), "no luck".to_owned())])).await.expect("a database");
    assert_eq!(mail.failing().all(&db).await.expect("a database").len(), 1);
    assert!(objects.failing().all(&db).await.expect("a database").is_empty());
    database.leaves_jobs(["0", "0"]);
}

#[tokio::test]
async fn as_many_as_there_are_can_be_asked_for_at_once() {
    let (database, db) = TestDatabase::new::<MirrorMigrator>().await;
    let many = Queue::new(db.clone(), "many");
    many.request(&db, keys(10_000)).await.expect("more values than a statement may have");
    let failed = keys(20_000).into_iter().map(|key| (key, "no luck".to_owned())).collect();
    many.note_failures(&db, failed).await.expect("more values than a statement may have");
    let found = queue::job::Entity::find().all(&db).await.expect("a database");
    assert_eq!(found.len(), 20_000);
    database.leaves_jobs(found.iter().map(|job| job.key.as_str()));
}
