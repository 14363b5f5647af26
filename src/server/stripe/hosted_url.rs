//! The address of a page at Stripe is a bearer credential for a customer's billing; this type keeps
//! it out of logs.

use std::fmt;

use crate::model::web_address;

/// The address of one portal or Checkout session. It neither prints nor compares nor serializes: the only way
/// out is [`HostedUrl::expose`], called where the customer is sent there.
pub struct HostedUrl(String);

impl HostedUrl {
    /// Takes what Stripe answered; `None` if it is no address that a browser could be sent to.
    pub fn parse(url: &str) -> Option<Self> {
        web_address(url).map(Self)
    }

    /// The URL itself, for a `Location` header or the JSON answer and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for HostedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hosted url]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_the_web_is_one() {
        let url = HostedUrl::parse("https://billing.stripe.com/p/session/x").unwrap();
        assert_eq!(url.expose(), "https://billing.stripe.com/p/session/x");
        assert_eq!(format!("{url:?}"), "[hosted url]");
        for text in ["", "/p/session/x", "javascript:alert(1)", "data:text/html,x"] {
            assert!(HostedUrl::parse(text).is_none(), "{text}");
        }
        // A line break cannot reach the Location header.
        assert!(HostedUrl::parse("https://a.example/\r\nX: y").is_none_or(|url| !url.expose().contains('\n')));
    }
}
