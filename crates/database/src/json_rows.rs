//! Rows of several tables by one statement: each table's as a JSON array in a column of the only row.
//!
//! Each statement is a trip to the database, which wakes two threads on SQLite and crosses the network on PostgreSQL;
//! and one statement sees the database as of one moment by itself.

use sea_orm::{
    ColumnTrait, DatabaseBackend, DbErr, EntityTrait, IdenStatic, Iterable, QueryResult,
    sea_query::{
        ColumnType, Expr, ExprTrait, Func, FunctionCall, Query, SelectStatement,
        extension::{postgres::PgExpr, sqlite::SqliteExpr},
    },
};
use serde::{Deserialize, de::DeserializeOwned};

/// Writes JSON in the SQL of one of the two databases.
#[derive(Clone, Copy, Debug)]
pub struct JsonRows(pub DatabaseBackend);

impl JsonRows {
    /// A SELECT of one value: the entity's rows, to be narrowed by whoever calls. A column is what `instead` says, if it
    /// says anything: large documents are not sent whole of which little is read.
    pub fn select<E: EntityTrait>(self, instead: impl Fn(E::Column) -> Option<Expr>) -> SelectStatement {
        let columns = E::Column::iter().map(|column| {
            let value = instead(column).unwrap_or_else(|| self.value(column));
            (column.as_str(), value)
        });
        let (all, none) = match self.0 {
            DatabaseBackend::Sqlite => ("json_group_array", "'[]'"),
            _ => ("json_agg", "'[]'::json"),
        };
        let rows = Func::cust(all).arg(self.object(columns));
        let rows = Func::coalesce([rows.into(), Expr::cust(none)]);
        Query::select().expr(Expr::from(rows).cast_as("text")).from(E::default().table_ref()).to_owned()
    }

    /// A JSON object of these names, which are written into the statement as they are.
    pub fn object<'a>(self, fields: impl IntoIterator<Item = (&'a str, Expr)>) -> Expr {
        let name = match self.0 {
            DatabaseBackend::Sqlite => "json_object",
            _ => "json_build_object",
        };
        let fields = fields.into_iter().flat_map(|(name, value)| [Expr::cust(format!("'{name}'")), value]);
        Func::cust(name).args(fields).into()
    }

    /// The field of a document, as JSON.
    pub fn field(self, document: Expr, name: &str) -> Expr {
        let name = Expr::cust(format!("'{name}'"));
        match self.0 {
            DatabaseBackend::Sqlite => SqliteExpr::get_json_field(document, name),
            _ => PgExpr::get_json_field(document, name),
        }
    }

    /// A table of the elements of a JSON array, in its column `value`.
    pub fn elements(self, array: Expr) -> FunctionCall {
        match self.0 {
            DatabaseBackend::Sqlite => Func::cust("json_each").arg(array),
            _ => Func::cust("jsonb_array_elements").arg(array.cast_as("jsonb")),
        }
    }

    /// One element of a JSON array, as text.
    pub fn text_at(self, array: Expr, at: u32) -> Expr {
        let at = Expr::cust(at.to_string());
        match self.0 {
            DatabaseBackend::Sqlite => SqliteExpr::cast_json_field(array, at),
            _ => PgExpr::cast_json_field(array, at),
        }
    }

    fn value<C: ColumnTrait>(self, column: C) -> Expr {
        let value = Expr::col((C::EntityName::default(), column));
        if self.0 != DatabaseBackend::Sqlite {
            return value;
        }
        match column.def().get_column_type() {
            // SQLite has numbers for them.
            ColumnType::Boolean => {
                let word = |word: &str| Expr::cust(format!("'{word}'"));
                let words = Expr::case(value.clone().is_null(), Expr::cust("NULL")).case(value, word("true"));
                Func::cust("json").arg(words.finally(word("false"))).into()
            }
            // And text.
            ColumnType::Json | ColumnType::JsonBinary => Func::cust("json").arg(value).into(),
            _ => value,
        }
    }
}

/// The rows in this column of the answer.
///
/// # Errors
/// When they are not the entity's.
pub fn read_json_rows<M: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<Vec<M>, DbErr> {
    let text: String = row.try_get("", column)?;
    // Without the values: they are customers' data.
    let unread =
        |error: serde_json::Error| format!("{column} has an unexpected shape at {}:{}", error.line(), error.column());
    let mut rows = serde_json::Deserializer::from_str(&text);
    // Stripe's documents are as deep as may be when they are stored, and are deeper in here by a few levels.
    rows.disable_recursion_limit();
    Vec::deserialize(&mut rows).map_err(|error| DbErr::Json(unread(error)))
}
