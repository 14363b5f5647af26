//! What became of a letter that was not taken.

use lettre::transport::smtp;

/// Why a letter was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// The server will never take this letter, for example since the recipient does not exist.
    #[error("the mail server refused it: {0}")]
    Refused(String),
    /// The server did not take this letter now.
    #[error("the mail server put it off: {0}")]
    PutOff(String),
    /// No letter gets through: the server is away, or does not let us in.
    #[error("the mail server cannot be used: {0}")]
    Server(String),
    #[error("the letter cannot be written: {0}")]
    Letter(#[from] lettre::error::Error),
}

impl SmtpError {
    pub(crate) fn late() -> Self {
        Self::Server("it took too long".to_owned())
    }
}

/// The codes by which a server says that it does not let us in (RFC 4954, 6; RFC 3207, 4).
const NOT_LET_IN: [&str; 6] = ["530", "534", "535", "538", "502", "523"];

impl From<smtp::Error> for SmtpError {
    fn from(error: smtp::Error) -> Self {
        // The server's words, or what kept us from hearing them.
        let mut words = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            if !words.contains(&cause.to_string()) {
                words = format!("{words}: {cause}");
            }
            source = cause.source();
        }
        match error.status().map(|code| code.to_string()) {
            Some(code) if NOT_LET_IN.contains(&code.as_str()) => Self::Server(words),
            // It closes the connection, whatever the letter (RFC 5321, 3.8).
            Some(code) if code == "421" => Self::Server(words),
            Some(_) if error.is_permanent() => Self::Refused(words),
            Some(_) => Self::PutOff(words),
            None => Self::Server(words),
        }
    }
}
