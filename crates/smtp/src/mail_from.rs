//! Who writes.

use std::{fmt, str::FromStr};

use lettre::message::Mailbox;

/// The sender of every letter: `billing@example.com`, or with a name `Example <billing@example.com>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFrom(Mailbox);

/// The text names no sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be an address such as billing@example.com, or \"Example <billing@example.com>\"")]
pub struct NotASender;

impl MailFrom {
    /// The sender, with this name if it has none of its own.
    pub(crate) fn named(&self, name: &str) -> Mailbox {
        // lettre panics over a control character here.
        let own = self.0.name.as_deref().unwrap_or(name);
        let name = own.chars().filter(|sign| !sign.is_control()).collect();
        Mailbox { name: Some(name), email: self.0.email.clone() }
    }

    /// The host of the address, for the ids of letters.
    pub(crate) fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

impl FromStr for MailFrom {
    type Err = NotASender;

    fn from_str(text: &str) -> Result<Self, NotASender> {
        let mailbox: Mailbox = text.trim().parse().map_err(|_| NotASender)?;
        let name = mailbox.name.as_deref().unwrap_or_default();
        if name.chars().any(char::is_control) { Err(NotASender) } else { Ok(Self(mailbox)) }
    }
}

impl fmt::Display for MailFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_has_an_address_and_may_have_a_name() {
        let plain: MailFrom = "billing@example.com".parse().expect("a sender");
        assert_eq!(plain.named("Example").to_string(), "Example <billing@example.com>");
        let named: MailFrom = "Acme Billing <billing@example.com>".parse().expect("a sender");
        assert_eq!(named.named("Example").to_string(), "Acme Billing <billing@example.com>");
        for text in ["", "Example", "billing@", "a@example.com, b@example.com", "A\r\nBcc: x@y.z <a@example.com>"] {
            assert_eq!(text.parse::<MailFrom>(), Err(NotASender), "{text:?}");
        }
    }
}
