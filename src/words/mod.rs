//! The words of the account page, in one place: sentences in `en` and `en_money`, headings and labels in `labels`. A
//! second language is a second set of files with the same names; a sentence is one `match` over a
//! closed type, so the compiler names every one that is missing.

mod accept_language;
mod en;
mod en_money;
mod formats;
mod labels;
mod payment_names;

pub use en::*;
pub use en_money::*;
pub use formats::Formats;
pub use labels::*;

/// What the site is called.
pub const SITE_NAME: &str = "Customer Portal";

#[cfg(test)]
mod tests;
