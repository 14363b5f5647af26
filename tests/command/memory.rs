//! The memory used after guessing, as counted by the kernel.

use std::{fs, time::Duration};

use futures::{StreamExt, stream};
use reqwest::{Client, redirect::Policy};

use crate::{
    program,
    server::{Server, free_port},
};

const MIB: u64 = 1024 * 1024;

/// Resident bytes of a process.
fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_wrong_passwords_leave_memory_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(program(&folder).env("TRUST_PROXY", "true"), free_port(), free_port()).await;
    let url = format!("http://{}/api/login", server.site);
    let http = Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(30)).build().unwrap();
    let idle = resident(server.process());
    let guesses = stream::iter(0..300).map(|n| {
        let form = [("email", format!("u{n}@example.com")), ("password", "guess-after-guess".to_owned())];
        let guess = http.post(&url).header("accept", "text/html").form(&form);
        let guess = guess.header("x-forwarded-for", format!("10.0.{}.{}", n / 250, n % 250)).send();
        async move { guess.await.unwrap().status() }
    });
    let refused: Vec<_> = guesses.buffer_unordered(4).collect().await;
    assert!(refused.len() == 300 && refused.iter().all(|status| *status == 302), "{refused:?}");
    let after = resident(server.process());
    assert!(after < idle + 64 * MIB, "{} MiB before, {} MiB after", idle / MIB, after / MIB);
    server.stop();
}
