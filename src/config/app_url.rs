//! The public origin of the site.

use std::{fmt, str::FromStr};

use url::{Host, Url};

use crate::config::ConfigError;

/// Scheme, host and port under which customers reach the site. Return URLs are built from it, never
/// from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppUrl(Url);

impl AppUrl {
    /// An absolute URL on the site; `path` begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{self}{path}")
    }

    /// The origin as a [`Url`].
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// The host's name or address.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether cookies can be `Secure` and `__Host-`.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether the host is this machine (loopback).
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Refuses plain http, for sites with live data or real customers.
    ///
    /// # Errors
    /// When others on the network could read passwords and sessions.
    pub fn require_encryption(&self) -> Result<(), ConfigError> {
        if is_private(&self.0) { Ok(()) } else { Err(ConfigError::AppUrlNotHttps(self.clone())) }
    }

    /// This machine's other names with the same port, as origins; none if it is another machine.
    pub fn loopback_aliases(&self) -> Vec<String> {
        let named = |host: &str| {
            let mut url = self.0.clone();
            url.set_host(Some(host)).ok()?;
            Some(url.origin().ascii_serialization())
        };
        if !self.is_loopback() {
            return Vec::new();
        }
        ["localhost", "127.0.0.1", "[::1]"].into_iter().filter_map(named).collect()
    }

    /// A cookie's name. Browsers accept `__Host-` only over https, where it keeps other subdomains
    /// from setting the cookie (OWASP ASVS 5, 3.3.3).
    pub fn cookie_name(&self, name: &str) -> String {
        if self.is_https() { format!("__Host-{name}") } else { name.to_owned() }
    }
}

/// Whether nobody on the network can read what is sent there: https, or this machine.
pub(super) fn is_private(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

impl FromStr for AppUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| "must be an absolute address such as https://billing.example.com")?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err("must begin with http:// or https:// and name a host");
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("must be an origin alone, without a path, query or fragment");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not hold a user name or password");
        }
        Ok(Self(url))
    }
}

impl fmt::Display for AppUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.origin().ascii_serialization())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_urls_on_the_origin() {
        for text in ["https://billing.example.com", "https://billing.example.com/"] {
            let url: AppUrl = text.parse().expect("valid");
            assert_eq!(url.join("/account"), "https://billing.example.com/account");
            assert!(url.is_https());
        }
    }

    #[test]
    fn knows_this_machine() {
        let is_loopback = |text: &str| text.parse::<AppUrl>().expect("valid").is_loopback();
        assert!(is_loopback("http://127.0.0.1:3000") && is_loopback("http://[::1]") && is_loopback("http://localhost"));
        assert!(!is_loopback("http://127.0.0.1.example.com") && !is_loopback("http://10.0.0.1"));
    }

    #[test]
    fn refuses_what_is_not_an_origin() {
        for text in [
            "billing.example.com",
            "ftp://example.com",
            "https://example.com/app",
            "https://example.com?x=1",
            "https://user@example.com",
        ] {
            assert!(text.parse::<AppUrl>().is_err(), "{text}");
        }
    }
}
