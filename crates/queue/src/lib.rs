//! Jobs in a database table: one row per job, claimed by a lease that expires, retried with growing
//! pauses, and given up after too many failures.
//!
//! This crate does not know what a job does. A job is a key in a named queue; who works on it reports
//! the result. Several queues share the table `jobs`, and several processes work on one queue.

mod backoff;
pub mod job;
mod lease;
mod outcome;
mod queue;
mod statements;
mod worker;

pub use lease::{Job, LEASE, RENEW_EVERY};
pub use outcome::{LeaseLost, RetryOutcome};
pub use queue::{MAX_FAILURES, Queue};
pub use worker::{run, run_due, while_leased};

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
