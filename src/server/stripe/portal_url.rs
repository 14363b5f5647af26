//! A portal URL is a bearer credential for a customer's billing; this type keeps it out of logs.

use std::fmt;

/// The address of one portal session. It neither prints nor compares nor serializes: the only way
/// out is [`PortalUrl::expose`], called where the customer is sent there.
pub struct PortalUrl(String);

impl PortalUrl {
    pub(in crate::server) fn new(url: String) -> Self {
        Self(url)
    }

    /// The URL itself, for a `Location` header or the JSON answer and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PortalUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[portal url]")
    }
}
