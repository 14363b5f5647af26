//! The contact for vulnerability reports.

use std::{fmt, str::FromStr};

use url::Url;

/// An `https:` or `mailto:` URI, as the field `Contact` of `security.txt` takes it (RFC 9116, 2.5.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityContact(Url);

impl FromStr for SecurityContact {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "must be https://… or mailto:somebody@example.com";
        let uri = Url::parse(text).map_err(|_| FORM)?;
        let is_contact = match uri.scheme() {
            "https" => uri.username().is_empty() && uri.password().is_none(),
            "mailto" => uri.path().split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()),
            _ => false,
        };
        if is_contact { Ok(Self(uri)) } else { Err(FORM) }
    }
}

impl fmt::Display for SecurityContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_or_a_mailbox_is_a_contact() {
        for text in
            ["https://example.com/security", "mailto:security@example.com", "mailto:s@example.com?subject=portal"]
        {
            assert_eq!(text.parse::<SecurityContact>().expect(text).to_string(), text);
        }
    }

    #[test]
    fn nothing_else_is_and_nothing_begins_a_line_of_its_own() {
        for text in
            ["security@example.com", "http://example.com", "mailto:", "mailto:@", "tel:+1", "https://u:p@example.com"]
        {
            assert!(text.parse::<SecurityContact>().is_err(), "{text}");
        }
        let folded: SecurityContact = "https://example.com/\nExpires: 1970".parse().expect("a URL drops newlines");
        assert!(!folded.to_string().contains('\n'));
    }
}
