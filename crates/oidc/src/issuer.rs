//! The name of a provider, which is also where it is.

use std::{fmt, str::FromStr};

use openidconnect::IssuerUrl;
use url::Url;

/// An issuer, character by character as the provider names itself: a slash at its end counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer(IssuerUrl);

impl Issuer {
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub fn url(&self) -> &Url {
        self.0.url()
    }

    /// The host's name or address.
    pub fn host(&self) -> &str {
        self.url().host_str().unwrap_or_default()
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        self.url().origin().ascii_serialization()
    }

    pub fn is_https(&self) -> bool {
        self.url().scheme() == "https"
    }

    pub(crate) fn name(&self) -> IssuerUrl {
        self.0.clone()
    }
}

impl FromStr for Issuer {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim();
        let issuer = IssuerUrl::new(name.to_owned())
            .map_err(|_| "must be an absolute address such as https://login.example.com")?;
        let url = issuer.url();
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err("must begin with https:// or http:// and name a host");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("must have no query and no fragment");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not hold a user name or password");
        }
        // It is part of a key of a table.
        if name.len() > 500 {
            return Err("must have at most 500 characters");
        }
        Ok(Self(issuer))
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_stays_as_it_was_written() {
        for text in ["https://login.example.com", "https://login.example.com/", "http://127.0.0.1:4000/realms/one"] {
            assert_eq!(text.parse::<Issuer>().map(|issuer| issuer.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_issuer_is_refused() {
        let long = format!("https://example.com/{}", "a".repeat(500));
        for text in [
            "",
            "login.example.com",
            "ftp://example.com",
            "https://a:b@example.com",
            "https://example.com?a",
            "https://example.com#a",
            &long,
        ] {
            assert!(text.parse::<Issuer>().is_err(), "{text}");
        }
    }
}
