//! People whom another system knows by its own id: the company's product, which hands them over, or its identity
//! provider, at which they sign in.
//!
//! The system is believed about its own ids, about the addresses of those who have no password, and about their roles.
//! Whether somebody who is here already is the same person, each of the two decides for itself.

mod identity;
mod membership;

pub use identity::{Identity, Person, PersonError, adopt, create, find, unclaimed};
pub use membership::{account_named, membership};
