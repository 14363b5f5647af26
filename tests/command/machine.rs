//! The program's use of the machine: file descriptors, and files that nobody else can read.

#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    program,
    server::{Server, free_port},
};

/// The same program, started by a shell that does this first.
fn after(folder: &TempDir, first: &str) -> Command {
    let direct = program(folder);
    let mut command = Command::new("sh");
    let script = format!("{first} && exec \"$0\" \"$@\"");
    command.arg("-c").arg(script).arg(direct.get_program()).current_dir(folder.path()).env_clear();
    for (name, value) in direct.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command.env("STRIPE_SECRET_KEY", "sk_test_x").env("STRIPE_WEBHOOK_SECRET", "whsec_test");
    command.env("STRIPE_API_BASE", "http://127.0.0.1:1/");
    command
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).permissions().mode() & 0o777
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_there_are_descriptors_lock_nobody_out_and_hold_up_no_stop() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&mut after(&folder, "ulimit -n 256"), free_port(), free_port()).await;
    let mut held = Vec::new();
    for number in 0..300 {
        let mut stream = TcpStream::connect(server.site).await.unwrap();
        let half: &[u8] = if number % 2 == 0 { b"GET / HTTP/1.1\r\n" } else { b"" };
        // The first ones are closed by and by.
        let _ = stream.write_all(half).await;
        held.push(stream);
    }
    for _ in 0..3 {
        let mut stream = TcpStream::connect(server.site).await.unwrap();
        stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        let read = tokio::time::timeout(Duration::from_secs(10), stream.read_to_string(&mut answer)).await;
        assert!(read.is_ok() && answer.starts_with("HTTP/1.1 200"), "{read:?} {answer}");
    }
    let began = Instant::now();
    server.stop();
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    drop(held);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn it_takes_as_many_descriptors_as_it_may_have() {
    let folder = tempfile::tempdir().unwrap();
    let server =
        Server::start(&mut after(&folder, "ulimit -S -n 100 && ulimit -H -n 512"), free_port(), free_port()).await;
    let limits = fs::read_to_string(format!("/proc/{}/limits", server.id())).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>()[3..5], ["512", "512"], "{line}");
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_reads_what_it_keeps() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = after(&folder, "umask 022");
    command.env_remove("STRIPE_SECRET_KEY").env_remove("STRIPE_WEBHOOK_SECRET").env_remove("STRIPE_API_BASE");
    let server = Server::start(&mut command, free_port(), free_port()).await;
    let data = folder.path().join("data");
    assert_eq!(mode(&data), 0o700);
    for file in ["demo.db", "demo.db-wal", "demo.db-shm"] {
        assert_eq!(mode(&data.join(file)), 0o600, "{file}");
    }
    server.stop();
    let mut files: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.contains(&data.join("demo.stripe-sim.json")), "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn what_is_there_already_keeps_its_mode_and_the_doctor_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let file = data.join("customer-portal.db");
    fs::write(&file, "").unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(program(&folder).arg("migrate").status().unwrap().success());
    assert_eq!((mode(&data), mode(&file)), (0o755, 0o644));

    let doctor = || {
        let output = program(&folder).args(["doctor", "--app-url", "http://127.0.0.1:1"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let text = doctor();
    assert!(text.contains("other users of this machine can read data/customer-portal.db"), "{text}");
    assert!(text.contains("chmod 600 data/customer-portal.db*"), "{text}");
    let mended =
        Command::new("sh").args(["-c", "chmod 600 data/customer-portal.db*"]).current_dir(folder.path()).status();
    assert!(mended.unwrap().success());
    let text = doctor();
    assert!(!text.contains("other users"), "{text}");
}
