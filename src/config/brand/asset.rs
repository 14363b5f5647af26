//! A file of the brand, as it is served.

use std::fmt;

use bytes::Bytes;
use sha2::{Digest, Sha256};

/// How many bytes of the content's hash are in its address.
const HASH: usize = 8;

/// A file in memory. Its address contains a hash of the content, so browsers can keep it for ever.
#[derive(Clone)]
pub struct Asset {
    path: &'static str,
    content_type: &'static str,
    query: String,
    bytes: Bytes,
}

impl Asset {
    pub fn new(path: &'static str, content_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let hash: String = Sha256::digest(&bytes).iter().take(HASH).map(|byte| format!("{byte:02x}")).collect();
        Self { path, content_type, query: format!("v={hash}"), bytes }
    }

    /// The path on this site, without the hash.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// Where pages find it: `/brand/logo?v=0123456789abcdef`.
    pub fn href(&self) -> String {
        format!("{}?{}", self.path, self.query)
    }

    /// The part of [`Asset::href`] after the question mark, with the hash.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The media type.
    pub fn content_type(&self) -> &'static str {
        self.content_type
    }

    pub fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }
}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.href(), self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_content_has_another_address() {
        let logo = |text: &'static str| Asset::new("/brand/logo", "image/png", text);
        // From `printf one | sha256sum`.
        assert_eq!(logo("one").href(), "/brand/logo?v=7692c3ad3540bb80");
        assert_ne!(logo("one").href(), logo("two").href());
        assert_eq!(format!("{:?}", logo("one")), "/brand/logo?v=7692c3ad3540bb80 (3 bytes)");
    }
}
