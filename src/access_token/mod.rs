//! Access tokens: what an account may use, signed, so that the company's product need not ask this site each time.
//!
//! They are JWTs (RFC 7519) signed with Ed25519 (RFC 8037). The public keys are at [`JWKS_PATH`].

mod backend;
mod claims;
mod error;
mod jwks;
mod keys;
mod sign;

pub use claims::{Claims, LONGEST_TRUST};
pub use error::TokenError;
pub use jwks::{JWKS_PATH, Jwk, JwkSet, jwks};
pub use keys::{KeyState, Listed, Rotated, Rotation, list, opens, prune, rotate};
pub use sign::sign;
