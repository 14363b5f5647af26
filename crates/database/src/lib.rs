//! The database: one connection pool, for SQLite or PostgreSQL depending on the URL, with a time
//! limit on every wait.
//!
//! This crate knows no tables: its users have their own entities and migrations.

#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "what it wraps is named here, and here only")]

mod connect;
mod database;
mod delete_in_steps;
mod json_rows;
mod keyed_select;
pub mod private_files;
mod refused;
mod timeout;
mod together;
mod url;

pub use database::Database;
pub use delete_in_steps::delete_in_steps;
pub use json_rows::{JsonRows, read_json_rows};
pub use keyed_select::KeyedSelect;
pub use refused::{is_refused, is_taken};
pub use together::Together;
pub use url::DatabaseUrl;

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
