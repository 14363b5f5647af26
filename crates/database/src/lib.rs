//! The database: one connection pool, SQLite or PostgreSQL by the URL alone, in which no wait is without a limit.
//!
//! It knows no table. Whoever has tables brings their entities and their migrations.

#![expect(clippy::disallowed_types, reason = "what it wraps is named here, and here only")]

mod connect;
mod database;
pub mod private_files;
mod refused;
mod timeout;
mod url;

pub use database::Database;
pub use refused::is_refused;
pub use url::DatabaseUrl;

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
