//! Repairs what no event told us: hourly what Stripe could not deliver, nightly every customer.
//!
//! A pass goes page by page and notes how far it is, so that after a restart or a failure it goes on
//! from there, on whichever replica takes it up.

mod customers;
mod drift;
mod passes;
mod reconciler;
mod run;
mod undelivered;

pub use customers::{Checked, Progress, sync_customers};
pub use reconciler::Reconciler;
pub use run::catalog;
pub use undelivered::{fetch_undelivered, missed};
