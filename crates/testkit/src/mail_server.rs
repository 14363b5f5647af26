//! A real mail server (npm's smtp-server), and what reaches it.

use std::{path::Path, process::Stdio, time::Duration};

use serde::Deserialize;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/mail-server");
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
pub struct Letter {
    pub to: String,
    pub from: String,
    pub subject: String,
    pub id: String,
    pub text: String,
    pub html: String,
}

impl Letter {
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

    /// The same with these variables; see `tests/mail-server/server.mjs`.
    pub async fn start_with(variables: &[(&str, &str)]) -> Option<Self> {
        if !Path::new(FOLDER).join("node_modules").is_dir() {
            assert!(std::env::var_os("CI").is_none(), "run `npm ci` in {FOLDER}");
            eprintln!("SKIPPED: run `npm ci` in {FOLDER}");
            return None;
        }
        let mut process = Command::new("node")
            .arg("server.mjs")
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

    /// For `SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The next letter that arrives.
    pub async fn next(&mut self) -> Letter {
        self.next_within(PATIENCE).await.expect("a letter")
    }

    /// The same, if one arrives in time.
    pub async fn next_within(&mut self, patience: Duration) -> Option<Letter> {
        let line = timeout(patience, self.letters.next_line()).await.ok()?.unwrap().unwrap();
        Some(serde_json::from_str(&line).unwrap())
    }
}
