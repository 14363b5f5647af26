//! The origins that count as this site.

use url::Url;

use crate::config::app_url::AppUrl;

/// The public origin. In development also every loopback name with the same port.
#[derive(Clone, Debug)]
pub struct Origins(Vec<String>);

impl Origins {
    pub fn new(app_url: &AppUrl, production: bool) -> Self {
        let aliases = if production { Vec::new() } else { app_url.loopback_aliases() };
        Self([app_url.to_string()].into_iter().chain(aliases).collect())
    }

    /// Whether `origin`, a value of the header `Origin`, is one of them.
    pub fn contains(&self, origin: &str) -> bool {
        self.0.iter().any(|own| own == origin)
    }

    /// Whether the address is a page of this site.
    pub fn contain_page(&self, address: &Url) -> bool {
        self.contains(&address.origin().ascii_serialization())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(app_url: &str, production: bool) -> Origins {
        Origins::new(&app_url.parse().expect("valid"), production)
    }

    #[test]
    fn only_the_public_origin_is_this_site() {
        let own = origins("https://billing.example.com", true);
        assert!(own.contains("https://billing.example.com"));
        for other in [
            "http://billing.example.com",
            "https://billing.example.com:8443",
            "https://billing.example.com.evil.example",
            "https://example.com",
            "null",
            "",
        ] {
            assert!(!own.contains(other), "{other}");
        }
    }

    #[test]
    fn in_development_this_machine_has_several_names() {
        let own = origins("http://127.0.0.1:3000", false);
        for name in ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"] {
            assert!(own.contains(name), "{name}");
        }
        assert!(!own.contains("http://localhost:3001") && !own.contains("https://localhost:3000"));
        assert!(!origins("http://127.0.0.1:3000", true).contains("http://localhost:3000"), "not in production");
        assert!(!origins("https://billing.example.com", false).contains("https://localhost"), "not of another machine");
    }
}
