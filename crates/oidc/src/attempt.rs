//! What a browser takes with it on the way to the provider, and must bring back.

use std::fmt;

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// The secrets of one sign-in. It can be stored, and does not print.
#[derive(Clone, Serialize, Deserialize)]
pub struct Attempt {
    /// What the provider sends back to the site, so that an answer belongs to the browser that asked.
    pub(crate) state: String,
    /// What the ID token must contain, so that it is the one of this sign-in.
    pub(crate) nonce: String,
    /// Without which the code is worth nothing (PKCE, RFC 7636).
    pub(crate) verifier: String,
}

impl Attempt {
    /// Whether the provider's answer with this state is the one to this attempt.
    pub fn is_answered_by(&self, state: &str) -> bool {
        self.state.as_bytes().ct_eq(state.as_bytes()).into()
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[attempt]")
    }
}
