//! Statements that are long and asked often.

use std::sync::OnceLock;

use sea_orm::{
    DatabaseBackend, DbBackend, Statement, Value, Values,
    sea_query::{Expr, SelectStatement},
};

/// Takes the key's place while the statement is built.
const PLACE: &str = "the key";

/// A SELECT that is built once for each kind of database, and then asked for one key after the other.
#[derive(Debug)]
pub struct KeyedSelect {
    build: fn(DatabaseBackend, Expr) -> SelectStatement,
    sqlite: OnceLock<(String, Vec<Value>)>,
    postgres: OnceLock<(String, Vec<Value>)>,
}

impl KeyedSelect {
    /// `build` is given what stands for the key, wherever and however often that is needed.
    pub const fn new(build: fn(DatabaseBackend, Expr) -> SelectStatement) -> Self {
        Self { build, sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// The statement about this key.
    pub fn of(&self, backend: DbBackend, key: impl Into<Value>) -> Statement {
        let built = if backend == DatabaseBackend::Sqlite { &self.sqlite } else { &self.postgres };
        let (sql, values) = built.get_or_init(|| {
            let Statement { sql, values, .. } = backend.build(&(self.build)(backend, Expr::value(PLACE)));
            (sql, values.map(|Values(values)| values).unwrap_or_default())
        });
        let (place, key) = (Value::from(PLACE), key.into());
        let values = values.iter().map(|value| if *value == place { key.clone() } else { value.clone() });
        Statement::from_sql_and_values(backend, sql, values)
    }
}
