//! What a customer may use, why not, and what would help.
//!
//! [`decide()`] is one pure function from the mirror's rows ([`Facts`]), the company's policy
//! ([`Policy`], written in `access.toml`), the products ([`Catalog`]) and the time. This crate knows
//! no accounts, no HTTP and no database.

mod access;
mod catalog;
mod decide;
mod facts;
mod feature_key;
mod file;
mod limit;
mod policy;
mod reason;
mod standing;
mod times;
mod verdict;
mod whole_number;

pub use access::{Access, Decision, Origin, Source};
pub use catalog::{Catalog, CatalogProblem, Product};
pub use decide::{decide, verdicts};
pub use facts::{Facts, Grant};
pub use feature_key::{FeatureKey, NoFeatureKey};
pub use file::{Checked, parse, read};
pub use limit::{NoRate, Rate};
pub use policy::{FeaturePolicy, PauseCollectionPolicy, PausePolicy, Policy, StandingPolicy, TokenPolicy};
pub use reason::Reason;
pub use standing::AccessStanding;
pub use verdict::Verdict;

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
