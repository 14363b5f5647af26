//! The check at the end of each test: no job is left over that the test does not name.
//!
//! A job that nobody expected is work that the program asked for and the test did not look at.

use std::{sync::Mutex, thread};

use database::{Database, DatabaseUrl};
use queue::job;
use sea_orm::EntityTrait;
use tokio::runtime;

/// The kinds of the jobs that a test leaves on purpose, in order.
#[derive(Default)]
pub(crate) struct JobsLeft(Mutex<Vec<String>>);

impl JobsLeft {
    pub fn expect<'a>(&self, kinds: impl IntoIterator<Item = &'a str>) {
        let mut kinds: Vec<String> = kinds.into_iter().map(ToOwned::to_owned).collect();
        kinds.sort();
        *self.0.lock().unwrap() = kinds;
    }

    /// # Panics
    /// When other jobs are left than those expected, unless the test has failed already.
    pub fn check(&self, url: &DatabaseUrl) {
        if thread::panicking() {
            return;
        }
        let url = url.clone();
        // Called from `drop` on the test's runtime, which cannot wait for a future there.
        let keys = thread::spawn(move || keys(&url)).join().unwrap();
        let mut kinds: Vec<_> = keys.iter().map(|key| key.split(':').next().unwrap_or_default().to_owned()).collect();
        kinds.sort();
        assert_eq!(kinds, *self.0.lock().unwrap(), "the kinds of jobs left over, of which leaves_jobs tells: {keys:?}");
    }
}

fn keys(url: &DatabaseUrl) -> Vec<String> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Database::connect(url).await.unwrap();
        let rows = job::Entity::find().all(&db).await;
        db.close().await.unwrap();
        let rows = match rows {
            Err(error) if is_without_table(&error.to_string()) => Vec::new(),
            rows => rows.unwrap(),
        };
        rows.into_iter().map(|job| job.key).collect()
    })
}

/// A database that is not migrated has no jobs.
fn is_without_table(error: &str) -> bool {
    error.contains("no such table: jobs") || error.contains("relation \"jobs\" does not exist")
}
