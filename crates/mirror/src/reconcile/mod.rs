//! Repairs what events did not report: fetches undelivered events hourly, and syncs every customer
//! nightly.
//!
//! A pass goes page by page and stores its progress. After a restart or a failure any replica can
//! continue it.

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
