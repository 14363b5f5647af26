//! Where "Back to …" may lead: the pages of the company's product.

use std::str::FromStr;

use url::Url;

use crate::config::app_url::AppUrl;

/// The origins of the product, compared as origins (scheme, host and port).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReturnOrigins(Vec<String>);

/// An address on one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnUrl(Url);

impl ReturnUrl {
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host's name or address.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

/// The most characters of a return URL.
const LONGEST: usize = 2048;

/// Why an address is not one to return to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoReturnUrl {
    #[error("must be an absolute https:// or http:// address of at most 2048 characters")]
    NoAddress,
    #[error("must not hold a user name or password")]
    User,
    #[error("is not on an origin in RETURN_ORIGINS")]
    Foreign,
}

impl ReturnOrigins {
    /// Reads an address. It is read as browsers read it, but only in a form that all programs read alike: no
    /// backslash, no space, no control character, and two slashes after the scheme.
    ///
    /// # Errors
    /// Why nobody is sent there.
    pub fn parse_url(&self, text: &str) -> Result<ReturnUrl, NoReturnUrl> {
        let plain = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let authority = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        if !plain || authority.is_none_or(|rest| rest.starts_with('/')) {
            return Err(NoReturnUrl::NoAddress);
        }
        let url = Url::parse(text).map_err(|_| NoReturnUrl::NoAddress)?;
        let has_user =
            authority.is_some_and(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default().contains('@'));
        if has_user || !url.username().is_empty() || url.password().is_some() {
            return Err(NoReturnUrl::User);
        }
        let origin = url.origin().ascii_serialization();
        if self.0.contains(&origin) { Ok(ReturnUrl(url)) } else { Err(NoReturnUrl::Foreign) }
    }
}

impl FromStr for ReturnOrigins {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let origins = text.split(',').map(str::trim).filter(|origin| !origin.is_empty()).map(|origin| {
            if origin.contains('*') {
                return Err("names each origin whole: a * stands for nothing");
            }
            let url: AppUrl = origin.parse()?;
            Ok(url.to_string())
        });
        origins.collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins() -> ReturnOrigins {
        "https://app.example.com, http://localhost:4000".parse().expect("origins")
    }

    #[test]
    fn a_page_of_the_product_is_one_to_return_to() {
        for text in [
            "https://app.example.com",
            "https://app.example.com/settings/billing?tab=plan#top",
            "https://APP.example.com:443/",
            "http://localhost:4000/x",
        ] {
            let read = origins().parse_url(text).expect(text);
            assert!(matches!(read.host(), "app.example.com" | "localhost"), "{text}");
        }
    }

    #[test]
    fn nothing_leads_anywhere_else() {
        for text in [
            "",
            "/settings",
            "//app.example.com/",
            "https:app.example.com",
            "https:/app.example.com",
            "https:///app.example.com/",
            "https://app.example.com.evil.example/",
            "https://evil.example/https://app.example.com",
            "https://evil.example#https://app.example.com",
            "https://evil.example\\@app.example.com/",
            "https://app.example.com\\.evil.example/",
            "https://app.example.com@evil.example/",
            "https://user@app.example.com/",
            "https://user:secret@app.example.com/",
            "https://:@app.example.com/",
            "https://app.example.com:8443/",
            "http://app.example.com/",
            "http://localhost:4001/",
            "https://äpp.example.com/",
            "https://app.example.com/ x",
            "https://app.example.com/\tx",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://app.example.com/",
        ] {
            assert!(origins().parse_url(text).is_err(), "{text:?}");
        }
        let long = format!("https://app.example.com/{}", "x".repeat(LONGEST));
        assert!(origins().parse_url(&long).is_err());
        assert!(ReturnOrigins::default().parse_url("https://app.example.com/").is_err());
    }

    #[test]
    fn an_origin_is_no_page() {
        for text in ["app.example.com", "https://app.example.com/path", "https://*.example.com", "null"] {
            assert!(text.parse::<ReturnOrigins>().is_err(), "{text}");
        }
        assert_eq!("".parse::<ReturnOrigins>(), Ok(ReturnOrigins::default()));
    }
}
