//! The arguments of `access`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::keys::KeysCommand;
use crate::{commands::moment::Moment, config::DatabaseArgs, model::AccountRef};

#[derive(Subcommand, Clone, Debug)]
pub enum AccessCommand {
    /// Show which accounts would gain or lose what if the file held. Exit status: 0 nothing to apply, 2 the file is
    /// another policy, 1 error
    Plan(PlanArgs),
    /// Make the file hold, for every server at once
    Apply(ApplyArgs),
    /// Explain what an account may use, step by step
    Show(ShowArgs),
    /// List and replace the keys that sign access tokens
    #[command(subcommand)]
    Keys(KeysCommand),
}

/// The path of the policy.
#[derive(Args, Clone, Debug)]
pub struct PolicyFileArgs {
    /// The file that says when plans grant their features
    #[arg(long = "file", default_value = "access.toml")]
    pub path: PathBuf,
}

/// The arguments of `access plan`.
#[derive(Args, Clone, Debug)]
pub struct PlanArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub file: PolicyFileArgs,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// The maximum number of accounts to list; all are counted
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

/// The arguments of `access apply`.
#[derive(Args, Clone, Debug)]
pub struct ApplyArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub file: PolicyFileArgs,
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
}

/// The arguments of `access show`.
#[derive(Args, Clone, Debug)]
pub struct ShowArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The product's own id of the account, or this site's (`acct_…`)
    pub account: AccountRef,
    /// As it would be at this time, by what is known now: `2026-11-22` or `2026-11-22T10:30:00Z`
    #[arg(long, value_name = "TIME")]
    pub at: Option<Moment>,
}
