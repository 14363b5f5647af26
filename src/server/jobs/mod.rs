//! What keeps the database in step with Stripe, in the background: the queue of objects to refetch,
//! the worker that empties it, and the reconciliation that needs no events.

mod backoff;
mod prune;
mod queue;
pub mod reconcile;
mod worker;

pub use queue::{ATTEMPTS, Job, Queue};
pub use worker::{run, run_due};
