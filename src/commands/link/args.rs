//! The arguments of `link`.

use std::path::PathBuf;

use clap::Args;

use crate::config::{DatabaseArgs, StripeArgs};

/// The arguments of `link`.
#[derive(Args, Clone, Debug)]
pub struct LinkArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub stripe: StripeArgs,
    /// A CSV file with the columns external_id, email, stripe_customer_id, name and role. The external id is the
    /// account's; name and role (owner, billing, viewer) may be left out
    #[arg(long, required_unless_present = "from_stripe", conflicts_with = "from_stripe")]
    pub file: Option<PathBuf>,
    /// Every customer of the Stripe account, by what its metadata says
    #[arg(long)]
    pub from_stripe: bool,
    /// The metadata that holds the account's external id
    #[arg(long, default_value = "user_id", requires = "from_stripe")]
    pub metadata_key: String,
    /// Where there is no id, link by the address: a line of the file to the only Stripe customer with its address, a
    /// Stripe customer to the only account of an owner whose address the product has verified. Two Stripe customers with one address are a conflict
    #[arg(long)]
    pub by_email: bool,
    /// With --from-stripe: only customers that Stripe lists after this one, to continue an interrupted run
    #[arg(long, value_name = "CUSTOMER", requires = "from_stripe", conflicts_with = "by_email")]
    pub after: Option<String>,
    /// Write nothing; print what would be refused
    #[arg(long)]
    pub dry_run: bool,
}
