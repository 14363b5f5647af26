//! A client of one OpenID Connect provider: it leads a browser there with a code flow (PKCE, state and nonce), exchanges
//! the code that comes back, and checks the ID token. It knows no pages and no database.
//!
//! The crate `openidconnect` knows the protocol. Here is what it leaves open: the HTTP client with its limits, the
//! memory of what the provider said of itself, and the checks of `azp` and of times with a leeway.

mod attempt;
mod check;
mod client;
mod error;
mod issuer;
mod known;
mod person;
mod provider;
mod transport;

pub use attempt::Attempt;
pub use error::{ProviderError, TokenFlaw};
pub use issuer::Issuer;
pub use person::Person;
pub use provider::{Provider, Registration};

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
