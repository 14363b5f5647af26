//! How mails are sent.

use std::ffi::OsString;

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use smtp::{MailFrom, NotASender, NotAnSmtpUrl, Smtp, SmtpError, SmtpUrl};
use stripe::Authorities;

use crate::config::{AppUrl, ConfigError, secret};

/// The mail server, and who writes.
#[derive(Args, Clone, Debug)]
pub struct MailArgs {
    /// The mail server: `smtps://user:password@host`, or `smtp://…` with STARTTLS. Without it, mails are shown at
    /// /_demo/mail in development on this machine, and elsewhere there are none. Set the environment variable instead: other users
    /// of the machine can read the command line
    #[arg(long, env = "SMTP_URL", hide_env_values = true, value_name = "URL")]
    smtp_url: Option<SecretString>,

    /// A file that contains this URL
    #[arg(long, env = "SMTP_URL_FILE", value_name = "PATH")]
    smtp_url_file: Option<OsString>,

    /// The sender of mails, such as `Example <billing@example.com>`; without a name they have the company's
    #[arg(long, env = "MAIL_FROM")]
    mail_from: Option<String>,
}

/// What is wrong with the mail settings.
#[derive(Debug, thiserror::Error)]
pub enum MailSettingsError {
    #[error("SMTP_URL {0}")]
    Url(#[from] NotAnSmtpUrl),
    #[error("MAIL_FROM {0}")]
    From(#[from] NotASender),
    #[error("SMTP_URL is set and MAIL_FROM is not: set it to the sender of mails, such as billing@example.com")]
    NoSender,
    #[error("SMTP_URL: {0}")]
    Smtp(#[from] SmtpError),
}

/// The settings of a mail server.
#[derive(Clone, Debug)]
pub struct MailSettings {
    pub url: SmtpUrl,
    pub from: MailFrom,
}

impl MailArgs {
    /// The mail server; `None` if none is set.
    ///
    /// # Errors
    /// When the address of the server or the sender cannot be used.
    pub fn settings(&self) -> Result<Option<MailSettings>, ConfigError> {
        let url = secret::resolve("SMTP_URL", self.smtp_url.as_ref(), self.smtp_url_file.as_deref())?;
        let Some(url) = url else { return Ok(None) };
        let read = || {
            let url = url.expose_secret().parse()?;
            let from = self.mail_from.as_deref().filter(|from| !from.trim().is_empty());
            Ok(MailSettings { url, from: from.ok_or(MailSettingsError::NoSender)?.parse()? })
        };
        read().map(Some).map_err(ConfigError::Mail)
    }
}

impl MailSettings {
    /// The client of this server, for the site at `app_url`.
    ///
    /// # Errors
    /// When the additional authorities or the host's name cannot be used.
    pub fn client(&self, app_url: &AppUrl, authorities: &Authorities) -> Result<Smtp, ConfigError> {
        let client = Smtp::new(&self.url, self.from.clone(), app_url.host(), authorities.der());
        client.map_err(|error| ConfigError::Mail(error.into()))
    }
}
