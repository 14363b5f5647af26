//! A letter in two forms, as text and as HTML.

use std::{str::FromStr, time::SystemTime};

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};
use time::OffsetDateTime;

use crate::{error::SmtpError, mail_from::MailFrom};

/// To whom a letter goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient(Address);

/// The text is not an address that SMTP can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not an address that a letter can be sent to")]
pub struct NotAnAddress;

impl FromStr for Recipient {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        text.parse().map(Self).map_err(|_| NotAnAddress)
    }
}

/// A letter. Sent twice, it is the same letter, with the same `Message-ID` and `Date`.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Unlike that of any other letter: letters, digits and hyphens.
    pub id: String,
    pub written_at: OffsetDateTime,
    pub to: Recipient,
    /// The name of the sender, if its address comes without one.
    pub from_name: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// That nobody wrote it, so that no machine answers (RFC 3834, 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Letter {
    pub(crate) fn message(self, from: &MailFrom) -> Result<Message, SmtpError> {
        let message = Message::builder()
            .from(from.named(&self.from_name))
            .to(Mailbox { name: None, email: self.to.0 })
            .message_id(Some(format!("<{}@{}>", self.id, from.domain())))
            .date(SystemTime::from(self.written_at))
            .header(AutoSubmitted)
            .subject(self.subject);
        Ok(message.multipart(MultiPart::alternative_plain_html(self.text, self.html))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_sent_twice_is_the_same_and_no_line_begins_a_header_of_its_own() {
        let letter = Letter {
            id: "1-2".to_owned(),
            written_at: OffsetDateTime::UNIX_EPOCH,
            to: "ada@example.com".parse().expect("an address"),
            from_name: "Ünï \"Co\"\r\nBcc: eve@example.com".to_owned(),
            subject: "Hello\r\nBcc: eve@example.com".to_owned(),
            text: "Grüße".to_owned(),
            html: "<p>Grüße</p>".to_owned(),
        };
        let from: MailFrom = "billing@example.com".parse().expect("a sender");
        let written = || letter.clone().message(&from).expect("a letter").formatted();
        let head = |bytes: Vec<u8>| {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            text.split_once("\r\nContent-Type: multipart").map(|(head, _)| head.to_owned()).unwrap_or(text)
        };
        let first = head(written());
        assert_eq!(first, head(written()));
        assert!(first.contains("Message-ID: <1-2@example.com>") && first.contains("Thu, 01 Jan 1970"), "{first}");
        assert!(first.contains("Auto-Submitted: auto-generated"), "{first}");
        assert!(!first.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{first}");
    }
}
