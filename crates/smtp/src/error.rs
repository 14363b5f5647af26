//! What became of a letter that was not taken.

use lettre::transport::smtp;

/// Why a letter was not taken. What it displays names nobody; the server's own words may.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// The server will never take this letter, for example since the recipient does not exist.
    #[error("the mail server refused it{}", .0.code())]
    Refused(Words),
    /// The server did not take this letter now.
    #[error("the mail server put it off{}", .0.code())]
    PutOff(Words),
    /// No letter gets through: the server is away, or does not let us in.
    #[error("the mail server cannot be used{}", .0.code())]
    Server(Words),
    #[error("the letter cannot be written: {0}")]
    Letter(#[from] lettre::error::Error),
}

/// What the server said, or what kept us from hearing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The reply's code (RFC 5321, 4.2), if there was a reply.
    pub code: Option<String>,
    /// They can name the recipient.
    pub text: String,
}

impl Words {
    fn code(&self) -> String {
        self.code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default()
    }
}

impl SmtpError {
    pub(crate) fn late() -> Self {
        Self::Server(Words { code: None, text: "it took too long".to_owned() })
    }

    pub(crate) fn broken_off() -> Self {
        Self::Server(Words { code: None, text: "it broke the connection off".to_owned() })
    }

    /// With the server's own words, for operators; never for a log.
    pub fn in_full(&self) -> String {
        match self {
            Self::Refused(words) | Self::PutOff(words) | Self::Server(words) => format!("{self}: {}", words.text),
            Self::Letter(_) => self.to_string(),
        }
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
        let code = error.status().map(|code| code.to_string());
        let words = Words { code: code.clone(), text: words };
        match code {
            Some(code) if NOT_LET_IN.contains(&code.as_str()) => Self::Server(words),
            // It closes the connection, whatever the letter (RFC 5321, 3.8).
            Some(code) if code == "421" => Self::Server(words),
            Some(_) if error.is_permanent() => Self::Refused(words),
            Some(_) => Self::PutOff(words),
            None => Self::Server(words),
        }
    }
}
