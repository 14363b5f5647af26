//! A real mail server (npm's smtp-server), and what reaches it.

use std::{process::Stdio, time::Duration};

use customer_portal::{
    config::SignInWays,
    mail::{self, Delivery},
};
use serde::Deserialize;
use smtp::{Smtp, SmtpUrl};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use super::TestApp;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail-server");
const PATIENCE: Duration = Duration::from_secs(30);

/// Ends with the test.
pub struct MailServer {
    pub port: u16,
    letters: Lines<BufReader<ChildStdout>>,
    _input: ChildStdin,
    _process: Child,
}

/// A letter as it arrived.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Arrived {
    pub to: String,
    pub from: String,
    pub subject: String,
    pub id: String,
    pub text: String,
    pub html: String,
}

impl Arrived {
    /// The path of its button.
    pub fn path(&self) -> String {
        let address = self.text.lines().find(|line| line.starts_with("http")).expect("an address");
        url::Url::parse(address).unwrap().path().to_owned()
    }

    /// The token in that path.
    pub fn token(&self) -> String {
        self.path().rsplit('/').next().unwrap().to_owned()
    }

    /// The code to type.
    pub fn code(&self) -> String {
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|sign| sign.is_ascii_digit());
        self.text.lines().find(is_code).expect("a code").to_owned()
    }
}

impl MailServer {
    /// `None`, said aloud, where its packages are not installed; a run that sets `CI` has installed them.
    pub async fn start() -> Option<Self> {
        Self::start_with(&[]).await
    }

    /// The same with these variables; see `server.mjs`.
    pub async fn start_with(variables: &[(&str, &str)]) -> Option<Self> {
        if !std::path::Path::new(FOLDER).join("node_modules").is_dir() {
            assert!(std::env::var_os("CI").is_none(), "run `npm ci` in {FOLDER}");
            eprintln!("SKIPPED: run `npm ci` in {FOLDER}");
            return None;
        }
        let mut process = Command::new("node")
            .args(["server.mjs"])
            .envs(variables.iter().copied())
            .current_dir(FOLDER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node");
        let mut letters = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = timeout(PATIENCE, letters.next_line()).await.unwrap().unwrap().unwrap();
        let port = serde_json::from_str::<serde_json::Value>(&first).unwrap()["port"].as_u64().unwrap();
        let port = u16::try_from(port).unwrap();
        Some(Self { port, letters, _input: process.stdin.take().unwrap(), _process: process })
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub fn delivery(&self) -> Delivery {
        let url: SmtpUrl = self.url().parse().unwrap();
        Delivery::Smtp(Smtp::new(&url, "billing@example.com".parse().unwrap(), "localhost", []).unwrap())
    }

    /// The next letter that arrives.
    pub async fn next(&mut self) -> Arrived {
        let line = timeout(PATIENCE, self.letters.next_line()).await.expect("a letter").unwrap().unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// An app that sends its mails here, and lets people in by these ways.
    pub async fn app(&self, ways: &str) -> TestApp {
        let ways: SignInWays = ways.parse().unwrap();
        let delivery = self.delivery();
        TestApp::start_configured("http://127.0.0.1:1/", |_, site| {
            site.product.sign_in = ways;
            site.delivery = delivery;
        })
        .await
    }

    /// Sends what is due, and returns the only mail of it that is not about a sign-in in an unknown browser: in these
    /// tests people sign in in many.
    pub async fn only(&mut self, app: &TestApp) -> Arrived {
        let mut arrived = Vec::new();
        for _ in 0..app.send_mails().await {
            arrived.push(self.next().await);
        }
        arrived.retain(|letter| !letter.subject.starts_with("New sign-in"));
        assert_eq!(arrived.len(), 1, "{arrived:#?}");
        arrived.remove(0)
    }
}

impl TestApp {
    /// One round of the worker that sends mails; returns how many it tried.
    pub async fn send_mails(&self) -> usize {
        mail::run_due(&self.state.sign_ins.outbox, &CancellationToken::new()).await.unwrap()
    }
}
