//! What the commands take that look at, or change, how Stripe is set up.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::config::{DatabaseArgs, SiteArgs, StripeArgs};

/// What `portal` can do.
#[derive(Subcommand, Clone, Debug)]
pub enum PortalCommand {
    /// Say what `apply` would change: exit status 0 in step, 2 changes pending, 1 error
    Plan {
        #[command(flatten)]
        portal: Box<PortalArgs>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Make Stripe's configuration what the file says
    Apply {
        #[command(flatten)]
        portal: Box<PortalArgs>,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
}

/// Whose portal, and what it is to be.
#[derive(Args, Clone, Debug)]
pub struct PortalArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub stripe: StripeArgs,
    #[command(flatten)]
    pub site: SiteArgs,
    #[command(flatten)]
    pub file: PortalFileArgs,
    /// Allow using a live-mode key
    #[arg(long)]
    pub live: bool,
}

/// Where the portal's configuration is written down.
#[derive(Args, Clone, Debug)]
pub struct PortalFileArgs {
    /// The portal's configuration
    #[arg(long = "file", default_value = "portal.toml")]
    pub path: PathBuf,
}
