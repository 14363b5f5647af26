//! Jobs in a database table: one row for each thing to be done, claimed by a lease that ends by itself, tried again
//! with growing pauses, and given up after too many failures.
//!
//! It knows nothing of what is done. A job is a key in a named queue; whoever works on it says what became of it.
//! Several queues share the table `jobs`, and several processes work on one queue.

mod backoff;
pub mod job;
mod lease;
mod outcome;
mod queue;
mod statements;

pub use lease::{Job, LEASE, RENEW_EVERY};
pub use outcome::{LeaseLost, RetryOutcome};
pub use queue::{MAX_FAILURES, Queue};

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
