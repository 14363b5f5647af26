//! What customers are told in words, over all that the database may know about them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod every_combination;
mod owed;
