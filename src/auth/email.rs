//! E-mail addresses as account names.

use std::{fmt, str::FromStr};

/// A plausible address, trimmed and lower-cased: `Ada@Example.com ` and `ada@example.com` are one
/// account. Only a message sent to it could prove more.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not an e-mail address")]
pub struct NotAnEmail;

impl Email {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        // 254 octets is the longest path SMTP can carry (RFC 5321, 4.5.3.1.3).
        if text.len() > 254 || !email_address::EmailAddress::is_valid(text) || text.contains(['"', '[', '<']) {
            return Err(NotAnEmail);
        }
        Ok(Self(text.to_lowercase()))
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        text.parse()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_however_it_is_typed() {
        assert_eq!(" Ada@Example.COM ".parse::<Email>().expect("valid").as_str(), "ada@example.com");
    }

    #[test]
    fn refuses_what_is_no_address() {
        for text in ["", "ada", "ada@", "@example.com", "a b@example.com", "\"a b\"@example.com", "a@b\n.com"] {
            assert_eq!(text.parse::<Email>(), Err(NotAnEmail), "{text:?}");
        }
        assert!(format!("{}@example.com", "a".repeat(250)).parse::<Email>().is_err());
    }
}
