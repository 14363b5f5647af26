//! A portal URL is a bearer credential for a customer's billing; this type keeps it out of logs.

use std::fmt;

/// The address of one portal session. It neither prints nor compares nor serializes: the only way
/// out is [`PortalUrl::expose`], called where the customer is sent there.
pub struct PortalUrl(String);

impl PortalUrl {
    /// Takes what Stripe answered; `None` if it is no address that a browser could be sent to.
    pub(in crate::server) fn parse(url: &str) -> Option<Self> {
        let url = url::Url::parse(url).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.host().is_some()).then(|| Self(url.into()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_the_web_is_one() {
        let url = PortalUrl::parse("https://billing.stripe.com/p/session/x").unwrap();
        assert_eq!(url.expose(), "https://billing.stripe.com/p/session/x");
        assert_eq!(format!("{url:?}"), "[portal url]");
        for text in ["", "/p/session/x", "javascript:alert(1)", "data:text/html,x"] {
            assert!(PortalUrl::parse(text).is_none(), "{text}");
        }
        // A line break cannot reach the Location header.
        assert!(PortalUrl::parse("https://a.example/\r\nX: y").is_none_or(|url| !url.expose().contains('\n')));
    }
}
