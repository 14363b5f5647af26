//! The arguments of `sync`.

use clap::Args;

use crate::config::{DatabaseArgs, StripeArgs};

/// The arguments of `sync`.
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
    /// With --all: only customers after this one, to continue an interrupted run
    #[arg(long, value_name = "CUSTOMER", requires = "all")]
    pub after: Option<String>,
    /// Write nothing; print the differences from Stripe, and exit with 1 if there are any
    #[arg(long)]
    pub check: bool,
}
