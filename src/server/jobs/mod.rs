//! What keeps the database in step with Stripe, in the background: the queue of objects to refetch,
//! and the worker that empties it.

mod backoff;
mod queue;
mod worker;

pub use queue::{Job, Queue};
pub use worker::{run, run_due};
