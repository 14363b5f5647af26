//! The texts of the account page: sentences in `en`, those about debts in `debts`, about other
//! money in `money`, about pauses in `pause`, headings and labels in `labels`. A sentence is a
//! `match` over a closed type, so that the compiler reports every state without one. They are in
//! English; dates and amounts follow the reader's language.

mod accept_language;
mod debts;
mod en;
mod formats;
mod hand_over;
mod kept;
mod labels;
mod members;
mod money;
mod pause;
mod payment_names;

pub use crate::text::debts::{debt, more_debts};
pub use crate::text::en::*;
pub use crate::text::formats::Formats;
pub use crate::text::hand_over::*;
pub use crate::text::labels::*;
pub use crate::text::members::*;
pub use crate::text::money::*;
pub use crate::text::pause::collection_pause;

/// The name of the site.
pub const SITE_NAME: &str = "Customer Portal";

#[cfg(test)]
mod tests;
