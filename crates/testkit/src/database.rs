//! A separate database for each test: a SQLite file, or, when `TEST_DATABASE_URL` names a
//! PostgreSQL server (`postgres://…/postgres`), a database there. `scripts/test.sh` runs these
//! tests on both.

use std::io::Write;

use database::{Database, DatabaseUrl};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use sea_orm_migration::MigratorTrait;
use tempfile::TempDir;
use url::Url;
use uuid::Uuid;

use crate::{cable::Cable, jobs_left::JobsLeft};

/// Removed on drop, except a PostgreSQL database, which is removed with its server.
pub struct TestDatabase {
    /// Its address.
    pub url: DatabaseUrl,
    /// The folder of its files, which the test can use too.
    pub folder: TempDir,
    jobs_left: JobsLeft,
}

impl TestDatabase {
    /// Empty, and with every migration of `M`.
    pub async fn new<M: MigratorTrait>() -> (Self, Database) {
        Self::empty().await.migrated::<M>().await
    }

    /// Always a SQLite file.
    pub async fn sqlite<M: MigratorTrait>() -> (Self, Database) {
        Self::file().migrated::<M>().await
    }

    /// Without any table.
    pub async fn empty() -> Self {
        let mut database = Self::file();
        if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
            database.url = create(&server).await.parse().unwrap();
        }
        database
    }

    /// On PostgreSQL, without any table; `None`, with a message, if the tests do not run on
    /// PostgreSQL.
    pub async fn postgres() -> Option<Self> {
        if std::env::var_os("TEST_DATABASE_URL").is_none() {
            let test = std::thread::current().name().unwrap_or_default().to_owned();
            // Not captured like the output of passing tests.
            let _ = writeln!(std::io::stderr(), "SKIPPED {test}: it needs PostgreSQL (TEST_DATABASE_URL)");
            return None;
        }
        Some(Self::empty().await)
    }

    /// Connected through a cable that the test can break.
    pub async fn by_cable(&self) -> (Cable, Database) {
        let url: Url = self.url.expose().parse().unwrap();
        let cable = Cable::to(&url).await;
        let db = Database::connect(&cable.through(&url).as_str().parse().unwrap()).await.unwrap();
        (cable, db)
    }

    /// Its whole content as text: every row on PostgreSQL; on SQLite the bytes of its files,
    /// including deleted data that is still in them.
    pub async fn dump(&self, db: &impl ConnectionTrait) -> String {
        if db.get_database_backend() == DatabaseBackend::Sqlite {
            let files = std::fs::read_dir(self.folder.path()).unwrap().map(|file| std::fs::read(file.unwrap().path()));
            return files.map(|bytes| String::from_utf8_lossy(&bytes.unwrap()).into_owned()).collect();
        }
        let query = async |sql: &str| {
            let rows = db.query_all_raw(Statement::from_string(DatabaseBackend::Postgres, sql)).await.unwrap();
            rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect::<Vec<_>>()
        };
        let mut dump = String::new();
        for table in query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").await {
            dump += &query(&format!("SELECT to_jsonb(t)::text FROM \"{table}\" t")).await.join("\n");
        }
        dump
    }

    fn file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            url: format!("sqlite://{}/app.db", folder.path().display()).parse().unwrap(),
            folder,
            jobs_left: JobsLeft::default(),
        }
    }

    /// The test leaves jobs of these kinds (`customer`, `product`, `price`) on purpose, and no others. Without this call
    /// it must leave none.
    pub fn leaves_jobs<'a>(&self, kinds: impl IntoIterator<Item = &'a str>) {
        self.jobs_left.expect(kinds);
    }

    async fn migrated<M: MigratorTrait>(self) -> (Self, Database) {
        let db = Database::connect(&self.url).await.unwrap();
        db.migrate::<M>().await.unwrap();
        (self, db)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        self.jobs_left.check(&self.url);
    }
}

/// They go with the server, which is made for the test run.
async fn create(server: &str) -> String {
    let name = format!("test_{}", Uuid::new_v4().simple());
    let admin = Database::connect(&server.parse().unwrap()).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    let mut url = Url::parse(server).unwrap();
    url.set_path(&name);
    url.into()
}
