//! What a browser may be sent to.

use url::Url;

/// The address as browsers write it; `None` if it is none of the web's: not `javascript:`, not a path.
pub fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.host().is_some()).then(|| url.into())
}
