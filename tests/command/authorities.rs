//! `EXTRA_CA_FILE`: a Stripe behind a certificate of a company's own authority.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{ServerConfig, crypto::ring};
use testkit::MailServer;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use url::Url;

use crate::{
    run,
    stripe::{Account, Ran},
};

/// A certificate authority made for this test.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn file(&self, account: &Account) -> PathBuf {
        let path = account.folder.path().join("ca.pem");
        std::fs::write(&path, self.0.pem()).unwrap();
        path
    }

    /// Speaks TLS with a certificate of this authority, in front of the simulator.
    async fn in_front_of(&self, base: &str) -> SocketAddr {
        let base = Url::parse(base).unwrap();
        let behind = (base.host_str().unwrap().to_owned(), base.port().unwrap());
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &self.0).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.into()], key.into())
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, behind) = (acceptor.clone(), behind.clone());
                tokio::spawn(async move {
                    // Whoever does not trust the certificate hangs up.
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut simulator = TcpStream::connect(behind).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut stream, &mut simulator).await;
                });
            }
        });
        addr
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stripe_of_a_private_authority_is_reached_with_its_file_only() {
    let account = Account::open().await;
    let authority = Authority::new();
    let base = format!("https://{}/", authority.in_front_of(&account.base()).await);
    let plan = |file: Option<PathBuf>| {
        let mut command = account.command(&["portal", "plan"]);
        command.env("STRIPE_API_BASE", &base).envs(file.map(|file| ("EXTRA_CA_FILE", file)));
        Ran::of(command.output().unwrap())
    };
    let refused = plan(None);
    assert!(refused.status == 1 && !refused.err.is_empty(), "{refused:?}");

    let reached = plan(Some(authority.file(&account)));
    assert_eq!(reached.status, 2, "changes are pending: {reached:?}");

    let another = plan(Some(Authority::new().file(&account)));
    assert!(another.status == 1 && another.err == refused.err, "{another:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_of_a_private_authority_is_reached_with_its_file_only() {
    let Some(letters) = MailServer::start().await else { return };
    let account = Account::open().await;
    let authority = Authority::new();
    let behind = authority.in_front_of(&format!("http://127.0.0.1:{}/", letters.port)).await;
    let doctor = |file: Option<PathBuf>| {
        let mut command = account.command(&["doctor"]);
        let mail = [("SMTP_URL", format!("smtps://{behind}")), ("MAIL_FROM", "a@example.com".to_owned())];
        command.envs(mail).envs(file.map(|file| ("EXTRA_CA_FILE", file)));
        Ran::of(command.output().unwrap())
    };
    let reached = doctor(Some(authority.file(&account)));
    assert!(reached.out.contains(&format!("smtps://{behind} lets the site in")), "{reached:?}");
    let refused = doctor(None);
    assert!(refused.out.contains("the mail server cannot be used"), "{refused:?}");
}

#[test]
fn a_file_that_cannot_be_used_keeps_the_server_from_starting() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for (file, words) in [
        ("/nowhere/ca.pem", "EXTRA_CA_FILE, /nowhere/ca.pem: it cannot be read: No such file"),
        (manifest, "Cargo.toml: it contains no certificate"),
    ] {
        // With the simulator too, which needs no TLS: a mistake shows at once, not in production.
        for key in [None, Some(("STRIPE_SECRET_KEY", "sk_test_x"))] {
            let env: Vec<_> = [("EXTRA_CA_FILE", file)].into_iter().chain(key).collect();
            let ran = Ran::of(run(&["serve"], &env));
            assert!(ran.status == 1 && ran.err.contains(words), "{ran:?}");
        }
    }
}
