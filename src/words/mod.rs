//! The words of the account page, in one place. A second language is a second file beside
//! [`en`](self::sentence) with the same functions: each is one `match` over a closed type, so the
//! compiler names every sentence that is missing.

mod en;
mod formats;

pub use en::*;
pub use formats::Formats;

#[cfg(test)]
mod tests;
