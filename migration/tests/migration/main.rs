//! The two lists make the same tables, and what a database holds is carried over.

#![allow(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod carry_over;
mod database;
mod embedding;
mod lists;
mod schema;
