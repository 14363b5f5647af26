//! What `docs/ARCHITECTURE.md` says of the structure is so: which crate may know which, and that nothing runs in
//! circles.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod circles;
mod drawing;
mod graph;
mod modules;
