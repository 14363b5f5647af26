//! Where the pages link to for help and for what a company has to publish.

use std::{fmt, str::FromStr};

use email_address::EmailAddress;
use url::Url;

use crate::config::app_url::is_private;

/// A page of the company's own, by https; http is for this machine alone, in development.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageUrl(Url);

impl PageUrl {
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for PageUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "must be an https:// address such as https://www.example.com/terms, without a user name or \
                            password; http:// is for this machine only";
        let url = Url::parse(text.trim()).map_err(|_| FORM)?;
        let is_web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
        let has_user = !url.username().is_empty() || url.password().is_some();
        if is_web && is_private(&url) && !has_user { Ok(Self(url)) } else { Err(FORM) }
    }
}

/// The mailbox that answers customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportEmail(String);

impl SupportEmail {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SupportEmail {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        // Only characters that stand for themselves in a `mailto:` address (RFC 6068, 2).
        let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@.-_+".contains(&byte));
        if is_plain && EmailAddress::is_valid(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err("must be an e-mail address such as support@example.com")
        }
    }
}

impl fmt::Display for SupportEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where customers find help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Support {
    Page(PageUrl),
    Mail(SupportEmail),
}

impl Support {
    /// What a link to it leads to: `https://…` or `mailto:…`.
    pub fn href(&self) -> String {
        match self {
            Self::Page(url) => url.to_string(),
            Self::Mail(email) => format!("mailto:{email}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_reached_by_https_or_is_on_this_machine() {
        for text in ["https://www.example.com/terms#top", "http://localhost:4000/terms", "http://127.0.0.1/"] {
            assert_eq!(text.parse::<PageUrl>().expect(text).as_str(), text);
        }
        for text in [
            "",
            "www.example.com/terms",
            "/terms",
            "http://www.example.com/terms",
            "http://localhost.example.com/",
            "https://user@example.com/",
            "https://:secret@example.com/",
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:support@example.com",
            "ftp://localhost/",
        ] {
            let why = text.parse::<PageUrl>().expect_err(text);
            assert!(why.contains("https://www.example.com/terms"), "{why}");
        }
    }

    #[test]
    fn a_mailbox_is_an_address_that_a_link_can_hold() {
        let support = |text: &str| text.parse().map(|email| Support::Mail(email).href());
        assert_eq!(support("support+billing@example.com").as_deref(), Ok("mailto:support+billing@example.com"));
        for text in [
            "",
            "support",
            "@example.com",
            "support@",
            "a?subject=x@example.com",
            "a b@example.com",
            "mailto:support@example.com",
            "a@example.com,b@example.com",
            "Ada <ada@example.com>",
        ] {
            assert!(text.parse::<SupportEmail>().is_err(), "{text}");
        }
    }
}
