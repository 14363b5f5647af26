//! Mails as an operator sees them, and a server that is killed while they wait.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::{Command, Output},
    time::Duration,
};

use tempfile::TempDir;
use testkit::MailServer;

use crate::{
    program,
    server::{Server, free_port},
};

/// The demo has a database of its own unless it is told otherwise.
fn on_its_data(folder: &TempDir) -> Command {
    let mut command = program(folder);
    command.env("DATABASE_URL", "sqlite://portal.db");
    command
}

fn mailing(folder: &TempDir, server: &MailServer) -> Command {
    let mut command = on_its_data(folder);
    command.env("SMTP_URL", server.url()).env("MAIL_FROM", "billing@example.com");
    command
}

fn mail(folder: &TempDir, args: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = on_its_data(folder).arg("mail").args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

async fn ask_reset(server: &Server, email: &str) {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = http.post(format!("http://{}/api/request_reset", server.site)).form(&[("email", email)]).send().await;
    assert_eq!(answer.unwrap().headers()["location"], "/reset?mailed");
}

#[tokio::test]
async fn mails_that_wait_when_the_server_is_killed_arrive_all_the_same() {
    let Some(mut letters) = MailServer::start().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let (site, simulator) = (free_port(), free_port());
    let people: BTreeSet<_> = (0..12).map(|number| format!("slow{number}@example.com")).collect();
    let server = Server::start(&mut mailing(&folder, &letters), site, simulator).await;
    for person in &people {
        ask_reset(&server, person).await;
    }
    // Some are with the mail server, which has not said yes, and others wait.
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let first = letters.next().await;
    ids.entry(first.to).or_default().insert(first.id);
    // With SIGKILL.
    drop(server);
    let server = Server::start(&mut mailing(&folder, &letters), site, simulator).await;
    while ids.len() < people.len() {
        let letter = letters.next().await;
        ids.entry(letter.to).or_default().insert(letter.id);
    }
    // What was with the mail server comes again when its lease has expired.
    while let Some(letter) = letters.next_within(Duration::from_secs(15)).await {
        ids.entry(letter.to).or_default().insert(letter.id);
    }
    assert_eq!(ids.keys().cloned().collect::<BTreeSet<_>>(), people);
    for (person, ids) in ids {
        assert_eq!(ids.len(), 1, "{person}: the same Message-ID each time");
    }
    let (code, list, _) = mail(&folder, &["list"]);
    assert_eq!((code, list.as_str()), (Some(0), ""));
    server.stop();
}

#[tokio::test]
async fn what_was_given_up_is_listed_and_sent_again() {
    let Some(letters) = MailServer::start().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let (site, simulator) = (free_port(), free_port());
    let server = Server::start(&mut mailing(&folder, &letters), site, simulator).await;
    ask_reset(&server, "refused@example.com").await;
    let began = std::time::Instant::now();
    let list = loop {
        let (_, list, _) = mail(&folder, &["list"]);
        if list.contains("given up") {
            break list;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{list}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert!(list.contains("no_account") && list.contains("refused@example.com"), "{list}");
    assert!(list.contains("tried 1 times") && list.contains("No such mailbox"), "{list}");
    server.stop();
    let (code, said, _) = mail(&folder, &["replay", "--failed"]);
    assert_eq!((code, said.as_str()), (Some(0), "1 mails are sent again by the server.\n"));
    assert!(mail(&folder, &["list"]).1.contains("waiting"));
    let (code, _, said) = mail(&folder, &["replay", "not-an-id"]);
    assert!(code == Some(1) && said.contains("`customer-portal mail list` shows them all"), "{said}");
}

#[test]
fn mail_settings_that_cannot_work_keep_the_server_from_starting() {
    for (env, words) in [
        ([("SMTP_URL", "smtp://user@host"), ("MAIL_FROM", "a@example.com")], "SMTP_URL must be smtps://"),
        ([("SMTP_URL", "smtp://u:p@host?tls=none"), ("MAIL_FROM", "a@example.com")], "gives TLS up"),
        ([("SMTP_URL", "smtps://mail.example.com"), ("MAIL_FROM", "")], "MAIL_FROM is not"),
        ([("SMTP_URL", "smtps://mail.example.com"), ("MAIL_FROM", "nobody")], "MAIL_FROM must be an address"),
    ] {
        let ran = crate::run(&["serve"], &env);
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(ran.status.code() == Some(1) && said.contains(words), "{said}");
        assert!(!said.contains("u:p"), "{said}");
    }
}
