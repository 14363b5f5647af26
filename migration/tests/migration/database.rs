//! A database of its own for each test: a SQLite file, or, when `TEST_DATABASE_URL` names a PostgreSQL server
//! (`postgres://…/postgres`), a database there. It goes with that server, which is made for the test run.

use std::ops::Deref;

use database::{Database, DatabaseUrl};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, FromQueryResult, JsonValue, Statement};
use tempfile::TempDir;
use url::Url;
use uuid::Uuid;

pub struct TestDatabase {
    db: Database,
    url: DatabaseUrl,
    /// Removed with it.
    folder: TempDir,
}

impl TestDatabase {
    /// Without any table.
    pub async fn empty() -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => Self::connect(&create(&server).await, tempfile::tempdir().unwrap()).await,
            Err(_) => Self::sqlite().await,
        }
    }

    /// A SQLite file without any table, whatever the tests run on.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::connect(&format!("sqlite://{}/test.db", folder.path().display()), folder).await
    }

    /// With every migration of a list.
    pub async fn migrated<M: MigratorTrait>() -> Self {
        let database = Self::empty().await;
        database.migrate::<M>().await.unwrap();
        database
    }

    /// The application's program starts on it: new connections, which know no statement of before, then the
    /// migrations.
    pub async fn upgraded(self) -> Self {
        self.db.close().await.unwrap();
        let database = Self::connect(self.url.expose(), self.folder).await;
        database.migrate::<Migrator>().await.unwrap();
        database
    }

    async fn connect(url: &str, folder: TempDir) -> Self {
        let url: DatabaseUrl = url.parse().unwrap();
        Self { db: Database::connect(&url).await.unwrap(), url, folder }
    }

    pub async fn execute(&self, sql: &str) {
        self.db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The rows as JSON objects, one a row.
    pub async fn rows(&self, sql: &str) -> Vec<JsonValue> {
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        JsonValue::find_by_statement(statement).all(&self.db).await.unwrap()
    }
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.db
    }
}

async fn create(server: &str) -> String {
    let name = format!("test_{}", Uuid::new_v4().simple());
    let admin = Database::connect(&server.parse().unwrap()).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    let mut url = Url::parse(server).unwrap();
    url.set_path(&name);
    url.into()
}
