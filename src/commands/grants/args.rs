//! The arguments of the commands about grants.

use access::FeatureKey;
use clap::Args;

use crate::{commands::moment::Moment, config::DatabaseArgs, model::AccountRef};

/// The highest limit: programs that read JSON may not have larger whole numbers.
const HIGHEST: u64 = 1 << 53;

/// The arguments of `grant`.
#[derive(Args, Clone, Debug)]
pub struct GrantArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The product's own id of the account, or this site's (`acct_…`)
    pub account: AccountRef,
    /// The feature's key
    pub feature: FeatureKey,
    /// How much of it; without a limit if it is not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=HIGHEST))]
    pub limit: Option<u64>,
    /// When it ends: `2026-11-22` or `2026-11-22T10:30:00Z`; if it is not given, when it is revoked
    #[arg(long, value_name = "TIME")]
    pub until: Option<Moment>,
    /// Why, for whoever reads the list later
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    pub reason: String,
}

/// The arguments of `revoke`.
#[derive(Args, Clone, Debug)]
pub struct RevokeArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The product's own id of the account, or this site's (`acct_…`)
    pub account: AccountRef,
    /// The key of the feature; every grant of it is revoked
    pub feature: FeatureKey,
    /// Why, for whoever reads the list later
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    pub reason: String,
}

/// The arguments of `grants`.
#[derive(Args, Clone, Debug)]
pub struct GrantsArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Only those of this account: the product's own id of it, or this site's (`acct_…`)
    pub account: Option<AccountRef>,
    /// The maximum number of grants to list
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
}

/// A line of the list has room for it.
fn reason(text: &str) -> Result<String, &'static str> {
    let fits = (1..=200).contains(&text.chars().count()) && !text.trim().is_empty();
    let is_plain = !text.chars().any(char::is_control);
    if fits && is_plain {
        Ok(text.to_owned())
    } else {
        Err("a reason has 1 to 200 characters and no control characters")
    }
}
