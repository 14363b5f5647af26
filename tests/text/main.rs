//! The customers' texts, for every possible content of the database.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod every_combination;
mod owed;
