//! The arguments of the commands that read or change the portal configuration.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::config::{DatabaseArgs, SiteArgs, StripeArgs};

/// The subcommands of `portal`.
#[derive(Subcommand, Clone, Debug)]
pub enum PortalCommand {
    /// Show what `apply` would change. Exit status: 0 nothing, 2 changes pending, 1 error
    Plan {
        #[command(flatten)]
        portal: Box<PortalArgs>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Change Stripe's portal configuration to match the file
    Apply {
        #[command(flatten)]
        portal: Box<PortalArgs>,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
}

/// The account, and the file with the wanted configuration.
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

/// The path of the portal's configuration file.
#[derive(Args, Clone, Debug)]
pub struct PortalFileArgs {
    /// The file with the portal's configuration
    #[arg(long = "file", default_value = "portal.toml")]
    pub path: PathBuf,
}
