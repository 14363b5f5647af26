//! The connection to the server.

use std::{sync::Arc, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};
use secrecy::ExposeSecret;
use tokio::time::timeout;

use crate::{
    error::SmtpError,
    letter::Letter,
    mail_from::MailFrom,
    smtp_url::{Encryption, SmtpUrl},
};

/// The longest that one letter, or one look at the server, takes in all.
const PATIENCE: Duration = Duration::from_secs(20);

/// The longest that one answer of the server takes.
const ANSWER: Duration = Duration::from_secs(10);

/// A server that takes letters. Each has a connection of its own. Clones share the settings.
#[derive(Clone, Debug)]
pub struct Smtp(Arc<Connection>);

#[derive(Debug)]
struct Connection {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: MailFrom,
}

impl Smtp {
    /// `we_are` is the name by which this host greets; `authorities` are certificates (DER) to trust beside the built-in
    /// ones. Nothing is connected yet.
    ///
    /// # Errors
    /// When the certificates or the host's name cannot be used.
    pub fn new<'a>(
        url: &SmtpUrl,
        from: MailFrom,
        we_are: &str,
        authorities: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, SmtpError> {
        let mut tls = TlsParameters::builder(url.host.clone());
        for authority in authorities {
            tls = tls.add_root_certificate(Certificate::from_der(authority.to_vec())?);
        }
        let tls = match url.encryption {
            Encryption::FromTheBeginning => Tls::Wrapper(tls.build()?),
            Encryption::StartTls => Tls::Required(tls.build()?),
            Encryption::None => Tls::None,
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(url.host.as_str())
            .port(url.port)
            .tls(tls)
            .timeout(Some(ANSWER))
            .hello_name(greeting(we_are));
        if let Some((user, password)) = &url.credentials {
            transport = transport.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
        }
        Ok(Self(Arc::new(Connection { transport: transport.build(), from })))
    }

    /// Hands the letter to the server. If it fails, the server may have it all the same: then it has the same
    /// `Message-ID` the next time.
    ///
    /// # Errors
    /// What became of it; within 20 seconds.
    pub async fn send(&self, letter: Letter) -> Result<(), SmtpError> {
        let message = letter.message(&self.0.from)?;
        let sent = timeout(PATIENCE, self.0.transport.send(message)).await.map_err(|_| SmtpError::late())?;
        Ok(sent.map(drop)?)
    }

    /// Signs in at the server, and sends nothing.
    ///
    /// # Errors
    /// Why no letter would get through; within 20 seconds.
    pub async fn check(&self) -> Result<(), SmtpError> {
        let looked = timeout(PATIENCE, self.0.transport.test_connection()).await.map_err(|_| SmtpError::late())?;
        if looked? { Ok(()) } else { Err(SmtpError::broken_off()) }
    }
}

fn greeting(we_are: &str) -> ClientId {
    match we_are.parse() {
        Ok(std::net::IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(std::net::IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(we_are.to_owned()),
    }
}
