//! The words of the account page, in one place: sentences in `en`, those about money that is owed in `debts`, about
//! other money in `en_money`, about pauses in `pause`, headings and labels in `labels`. A second language is a second
//! set of files with the same names; a sentence is one `match` over a closed type, so the compiler names every one
//! that is missing.

mod accept_language;
mod debts;
mod en;
mod en_money;
mod formats;
mod labels;
mod pause;
mod payment_names;

pub use debts::{debt, more_debts};
pub use en::*;
pub use en_money::*;
pub use formats::Formats;
pub use labels::*;
pub use pause::collection_pause;

/// What the site is called.
pub const SITE_NAME: &str = "Customer Portal";

#[cfg(test)]
mod tests;
