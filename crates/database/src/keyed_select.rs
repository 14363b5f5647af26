//! Statements that are long and asked often.

use std::sync::OnceLock;

use sea_orm::{
    DatabaseBackend, DbBackend, Statement, Value, Values,
    sea_query::{Expr, SelectStatement},
};

/// Takes the place of a key while the statement is built, with the key's number.
const PLACE: &str = "the key";

/// A SELECT that is built once for each kind of database, and then asked for one key, or `N` keys, after the other.
#[derive(Debug)]
pub struct KeyedSelect<const N: usize = 1> {
    build: fn(DatabaseBackend, [Expr; N]) -> SelectStatement,
    sqlite: OnceLock<(String, Vec<Value>)>,
    postgres: OnceLock<(String, Vec<Value>)>,
}

impl<const N: usize> KeyedSelect<N> {
    /// `build` is given what stands for each key, wherever and however often that is needed.
    pub const fn new(build: fn(DatabaseBackend, [Expr; N]) -> SelectStatement) -> Self {
        Self { build, sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// The statement about these keys.
    pub fn of_each(&self, backend: DbBackend, keys: [Value; N]) -> Statement {
        let built = if backend == DatabaseBackend::Sqlite { &self.sqlite } else { &self.postgres };
        let places: [Value; N] = std::array::from_fn(|number| format!("{PLACE} {number}").into());
        let (sql, values) = built.get_or_init(|| {
            let places = places.clone().map(Expr::value);
            let Statement { sql, values, .. } = backend.build(&(self.build)(backend, places));
            (sql, values.map(|Values(values)| values).unwrap_or_default())
        });
        let key_of = |value: &Value| places.iter().position(|place| place == value).map(|number| keys[number].clone());
        let values = values.iter().map(|value| key_of(value).unwrap_or_else(|| value.clone()));
        Statement::from_sql_and_values(backend, sql, values)
    }
}

impl KeyedSelect {
    /// The statement about this key.
    pub fn of(&self, backend: DbBackend, key: impl Into<Value>) -> Statement {
        self.of_each(backend, [key.into()])
    }
}
