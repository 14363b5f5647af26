//! The address of a page at Stripe is a bearer credential for a customer's billing; this type keeps
//! it out of logs.

use std::fmt;

use url::Url;

/// The address of one portal or Checkout session, or of one invoice. It cannot be printed, compared
/// or serialized. The only access is [`HostedUrl::expose`], for redirecting the customer.
pub struct HostedUrl(String);

impl HostedUrl {
    /// Checks an address in Stripe's answer; `None` unless it is https. Any host is allowed, since
    /// Stripe's pages can have a custom domain
    /// (<https://docs.stripe.com/payments/checkout/custom-domains>). Also allowed is the origin of
    /// `base`: a simulator serves its pages there.
    pub fn parse(url: &str, base: &Url) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        (url.scheme() == "https" || url.origin() == base.origin()).then(|| Self(url.into()))
    }

    /// The URL, only for a `Location` header or a JSON answer.
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

    fn parse(url: &str, base: &str) -> Option<HostedUrl> {
        HostedUrl::parse(url, &Url::parse(base).expect("an address"))
    }

    #[test]
    fn only_a_page_by_https_is_one() {
        let base = "https://api.stripe.com/";
        for page in [
            "https://billing.stripe.com/p/session/x",
            "https://checkout.stripe.com/c/pay/x#fid",
            "https://invoice.stripe.com/i/acct_1/test_x?s=ap",
            "https://pay.stripe.com/invoice/acct_1/test_x/pdf?s=ap",
            "https://billing.acme.example/p/session/x",
        ] {
            let url = parse(page, base).expect(page);
            assert_eq!((url.expose(), format!("{url:?}").as_str()), (page, "[hosted url]"));
        }
        for text in
            ["", "/p/session/x", "javascript:alert(1)", "data:text/html,x", "http://billing.stripe.com/p/session/x"]
        {
            assert!(parse(text, base).is_none(), "{text}");
        }
        // A line break cannot reach the Location header.
        assert!(parse("https://a.stripe.com/\r\nX: y", base).is_none_or(|url| !url.expose().contains('\n')));
    }

    #[test]
    fn what_is_in_stripes_place_has_its_pages_beside_it() {
        let base = "http://127.0.0.1:12111/";
        assert!(parse("http://127.0.0.1:12111/i/test_x", base).is_some());
        assert!(parse("https://invoice.stripe.com/i/x", base).is_some(), "a proxy in front of Stripe has none");
        for text in ["http://127.0.0.1:1/i/x", "http://invoice.stripe.com/i/x"] {
            assert!(parse(text, base).is_none(), "{text}");
        }
    }
}
