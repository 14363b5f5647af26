//! `docs/ARCHITECTURE.md` is true about the dependencies of crates and about circular ones.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod circles;
mod drawing;
mod graph;
mod modules;
