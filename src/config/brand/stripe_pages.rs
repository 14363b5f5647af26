//! The custom domain of Stripe's hosted pages.

use std::{fmt, str::FromStr};

use crate::config::AppUrl;

/// An https origin, under which Stripe serves an account's portal and Checkout
/// (<https://docs.stripe.com/payments/checkout/custom-domains>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripePagesOrigin(AppUrl);

impl FromStr for StripePagesOrigin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A host of a URL can contain `;` and `*`, which mean something in a policy.
        let is_name = |host: &str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
        match text.trim().parse::<AppUrl>() {
            Ok(origin) if origin.is_https() && is_name(origin.host()) => Ok(Self(origin)),
            _ => Err("must be an https:// origin alone, such as https://billing.example.com"),
        }
    }
}

impl fmt::Display for StripePagesOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_https_origin_is_one() {
        for text in ["https://billing.example.com", "https://billing.example.com/", "https://BILLING.example.com:443"] {
            assert_eq!(text.parse::<StripePagesOrigin>().expect(text).to_string(), "https://billing.example.com");
        }
        for text in [
            "",
            "billing.example.com",
            "http://billing.example.com",
            "http://localhost",
            "https://billing.example.com/p",
            "https://*.example.com",
            "https://billing.example.com; script-src *",
            "https://billing.example.com;script-src",
            "https://billing.example.com https://other.example",
        ] {
            assert!(text.parse::<StripePagesOrigin>().is_err(), "{text}");
        }
    }
}
