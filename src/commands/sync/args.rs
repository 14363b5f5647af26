//! What `sync` is told.

use clap::Args;

use crate::config::{DatabaseArgs, StripeArgs};

/// What `sync` takes.
#[derive(Args, Clone, Debug)]
pub struct SyncArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub stripe: StripeArgs,
    /// The customer to fetch (`cus_…`)
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub customer: Option<String>,
    /// Every customer, in the order of their ids
    #[arg(long)]
    pub all: bool,
    /// With --all: only customers after this one, to go on where it was interrupted
    #[arg(long, value_name = "CUSTOMER", requires = "all")]
    pub after: Option<String>,
    /// Write nothing; say what differs from Stripe, and exit with 1 if anything does
    #[arg(long)]
    pub check: bool,
}
