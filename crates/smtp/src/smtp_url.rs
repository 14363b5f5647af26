//! Where the SMTP server is.

use std::{fmt, net::IpAddr, str::FromStr};

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

/// `smtps://user:password@host` speaks TLS from the beginning, on port 465 (RFC 8314). `smtp://…` begins in the clear
/// on port 587 and insists on STARTTLS (RFC 3207), but for a server on this machine. `?tls=none` gives TLS up.
#[derive(Clone)]
pub struct SmtpUrl {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) encryption: Encryption,
    /// User and password.
    pub(crate) credentials: Option<(String, SecretString)>,
}

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encryption {
    FromTheBeginning,
    StartTls,
    None,
}

/// Why a text names no server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnSmtpUrl {
    #[error(
        "must be smtps://user:password@host:port or smtp://…; signs such as @ and / in the password as %40 and %2F"
    )]
    Form,
    #[error("has an option that is not known: the only one is ?tls=none")]
    Option,
    #[error("gives TLS up with ?tls=none, and the password would be readable on the network: leave it out")]
    PasswordInTheClear,
}

impl SmtpUrl {
    /// Whether letters travel in the clear to another machine.
    pub fn is_in_the_clear(&self) -> bool {
        self.encryption == Encryption::None && !is_this_machine(&self.host)
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl FromStr for SmtpUrl {
    type Err = NotAnSmtpUrl;

    fn from_str(text: &str) -> Result<Self, NotAnSmtpUrl> {
        let url = Url::parse(text.trim()).map_err(|_| NotAnSmtpUrl::Form)?;
        let host = match url.host() {
            // Of a scheme that is not special, the address comes as a name.
            Some(Host::Domain(name)) if !name.is_empty() => name.to_ascii_lowercase(),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            _ => return Err(NotAnSmtpUrl::Form),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(NotAnSmtpUrl::Form);
        }
        let here = is_this_machine(&host);
        let (encryption, port) = match (url.scheme(), url.query()) {
            ("smtps", None) => (Encryption::FromTheBeginning, 465),
            ("smtp", None) if here => (Encryption::None, 587),
            ("smtp", None) => (Encryption::StartTls, 587),
            ("smtp", Some("tls=none")) => (Encryption::None, 587),
            ("smtp" | "smtps", Some(_)) => return Err(NotAnSmtpUrl::Option),
            _ => return Err(NotAnSmtpUrl::Form),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(String::from);
        let user = decoded(url.username()).map_err(|_| NotAnSmtpUrl::Form)?;
        let password = url.password().map(decoded).transpose().map_err(|_| NotAnSmtpUrl::Form)?;
        let credentials = match (user.is_empty(), password) {
            (true, None) => None,
            (false, Some(password)) => Some((user, password.into())),
            _ => return Err(NotAnSmtpUrl::Form),
        };
        if encryption == Encryption::None && !here && credentials.is_some() {
            return Err(NotAnSmtpUrl::PasswordInTheClear);
        }
        Ok(Self { host, port: url.port().unwrap_or(port), encryption, credentials })
    }
}

/// Without user and password.
impl fmt::Display for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.encryption == Encryption::FromTheBeginning { "smtps" } else { "smtp" };
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        write!(f, "{scheme}://{host}:{}", self.port)
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn parse(text: &str) -> Result<SmtpUrl, NotAnSmtpUrl> {
        text.parse()
    }

    #[test]
    fn the_scheme_says_how_the_connection_is_encrypted() {
        for (text, encryption, shown) in [
            ("smtps://mail.example.com", Encryption::FromTheBeginning, "smtps://mail.example.com:465"),
            ("smtp://Mail.Example.com", Encryption::StartTls, "smtp://mail.example.com:587"),
            ("smtp://mail.example.com:2525/", Encryption::StartTls, "smtp://mail.example.com:2525"),
            ("smtp://127.0.0.1:1025", Encryption::None, "smtp://127.0.0.1:1025"),
            ("smtp://localhost:1025", Encryption::None, "smtp://localhost:1025"),
            ("smtp://relay?tls=none", Encryption::None, "smtp://relay:587"),
        ] {
            let url = parse(text).expect(text);
            assert_eq!((url.encryption, url.to_string().as_str()), (encryption, shown), "{text}");
            assert_eq!(url.is_in_the_clear(), text.contains("relay"), "{text}");
        }
    }

    #[test]
    fn user_and_password_are_decoded_and_never_shown() {
        let url = parse("smtps://post%40example.com:p%2Fw%40rd@mail.example.com").expect("a server");
        let (user, password) = url.credentials.as_ref().expect("credentials");
        assert_eq!((user.as_str(), password.expose_secret()), ("post@example.com", "p/w@rd"));
        assert!(!format!("{url} {url:?}").contains("post"), "{url:?}");
    }

    #[test]
    fn what_names_no_server_is_refused() {
        for text in
            ["", "mail.example.com", "https://mail.example.com", "smtp://", "smtp://host/path", "smtp://user@host"]
        {
            assert_eq!(parse(text).unwrap_err(), NotAnSmtpUrl::Form, "{text:?}");
        }
        assert_eq!(parse("smtp://host?tls=maybe").unwrap_err(), NotAnSmtpUrl::Option);
        assert_eq!(parse("smtp://u:p@host?tls=none").unwrap_err(), NotAnSmtpUrl::PasswordInTheClear);
    }
}
