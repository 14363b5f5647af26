//! Sends letters to an SMTP server (RFC 5321), one connection each, and says whether a refusal is about the letter or
//! about the server.

mod error;
mod letter;
mod mail_from;
mod smtp_url;
mod transport;

pub use error::{SmtpError, Words};
pub use letter::{Letter, NotAnAddress, Recipient};
pub use mail_from::{MailFrom, NotASender};
pub use smtp_url::{NotAnSmtpUrl, SmtpUrl};
pub use transport::Smtp;
