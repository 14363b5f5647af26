//! The attacks. Each was once enough by itself to stop the site or to fill its memory.

use std::{fmt, io, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::Semaphore,
    task::{JoinHandle, JoinSet},
};
use tokio_util::sync::CancellationToken;

use crate::{
    LARGE_FILE, Options,
    report::Tally,
    visitors::{Browser, Site, at_rate, reason},
};

/// An attacker has no more requests of one kind under way than this: beyond, it only wears itself out.
const AT_ONCE: usize = 64;

/// What zxcvbn, for one, needs a second for: signs that may stand for several letters.
const CRAFTED: &str = "4@8({[<3691!|0$57+%2";

#[derive(Clone, Copy, Debug)]
pub enum Attack {
    WrongSignIns,
    CraftedSignUps,
    Refreshes,
    HalfOpenConnections,
    DeafReaders,
}

impl Attack {
    pub const ALL: [Self; 5] =
        [Self::WrongSignIns, Self::CraftedSignUps, Self::Refreshes, Self::HalfOpenConnections, Self::DeafReaders];

    /// Attacks until it is stopped.
    pub fn begin(
        self,
        options: &Options,
        site: &Site,
        greedy: &Browser,
        stop: &CancellationToken,
    ) -> JoinHandle<Tally> {
        let (site, greedy, stop) = (site.clone(), greedy.clone(), stop.clone());
        match self {
            Self::WrongSignIns => tokio::spawn(repeat(options.sign_ins, stop, move |number| {
                // One in four knows of an account; the others only pretend to.
                let email = match number % 4 {
                    0 => "visitor@example.com".to_owned(),
                    _ => format!("nobody{number}@example.com"),
                };
                let fields = [("email", email.as_str()), ("password", "not this one, but long enough")];
                site.form("/api/login", &address(60, number), &fields)
            })),
            Self::CraftedSignUps => tokio::spawn(repeat(options.sign_ups, stop, move |number| {
                let password: String = CRAFTED.chars().cycle().skip(number % CRAFTED.len()).take(100).collect();
                let email = format!("crafted{number}@example.com");
                let fields = [("email", email.as_str()), ("password", password.as_str())];
                site.form("/api/signup", &address(70, number), &fields)
            })),
            Self::Refreshes => tokio::spawn(repeat(options.refreshes, stop, move |_| {
                greedy.send(site.get("/account?from=portal", greedy.address()), true)
            })),
            Self::HalfOpenConnections => {
                tokio::spawn(keep_open(options.connections, stop, move || half_open(site.clone())))
            }
            Self::DeafReaders => tokio::spawn(keep_open(options.deaf, stop, move || deaf(site.clone()))),
        }
    }
}

impl fmt::Display for Attack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::WrongSignIns => "wrong sign-ins",
            Self::CraftedSignUps => "crafted sign-ups",
            Self::Refreshes => "refreshes",
            Self::HalfOpenConnections => "half-open connections",
            Self::DeafReaders => "deaf readers",
        })
    }
}

/// Another address for each number.
fn address(first: u8, number: usize) -> String {
    format!("{first}.{}.{}.1", number / 250 % 250, number % 250)
}

async fn repeat(a_second: u32, stop: CancellationToken, request: impl Fn(usize) -> reqwest::RequestBuilder) -> Tally {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let outcomes = at_rate(a_second, stop, |number, _| {
        let (room, request) = (room.clone(), request(number));
        async move {
            let Ok(_permit) = room.try_acquire() else { return "not sent, too many under way".to_owned() };
            match request.send().await {
                Ok(answer) => {
                    let location = answer.headers().get("location").and_then(|value| value.to_str().ok());
                    let refused = location.is_some_and(|location| location.contains("__err"));
                    let outcome = if refused { " with an error" } else { "" };
                    format!("{}{outcome}", answer.status().as_u16())
                }
                Err(error) => reason(&error).to_owned(),
            }
        }
    });
    tally(outcomes.await)
}

/// Keeps this number of connections open; a closed one is opened again.
async fn keep_open<F: Future<Output = io::Result<()>> + Send + 'static>(
    connections: u32,
    stop: CancellationToken,
    hold: impl Fn() -> F + Clone + Send + 'static,
) -> Tally {
    let mut holders = JoinSet::new();
    for _ in 0..connections {
        let (hold, stop) = (hold.clone(), stop.clone());
        holders.spawn(async move {
            let mut outcomes = Vec::new();
            while !stop.is_cancelled() {
                outcomes.push(match stop.run_until_cancelled(hold()).await {
                    Some(Ok(())) => "closed by the server",
                    Some(Err(_)) => "no connection",
                    None => "open to the end",
                });
            }
            outcomes
        });
    }
    tally(holders.join_all().await.into_iter().flatten())
}

/// Sends half of a request and waits until the server has enough of it.
async fn half_open(site: Site) -> io::Result<()> {
    let mut connection = connect(&site).await?;
    connection.write_all(b"GET / HTTP/1.1\r\nhost: site\r\nx-half: ").await?;
    // A broken connection is a closed one.
    while connection.read(&mut [0; 512]).await.is_ok_and(|read| read > 0) {}
    Ok(())
}

/// Asks for more than fits on the way, and never reads of it.
async fn deaf(site: Site) -> io::Result<()> {
    let mut connection = connect(&site).await?;
    let request = format!("GET /{LARGE_FILE} HTTP/1.1\r\nhost: site\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    // Whoever does not read learns only by writing that nobody is there any more.
    while connection.write_all(b"\r\n").await.is_ok() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn connect(site: &Site) -> io::Result<TcpStream> {
    let connecting = tokio::time::timeout(Duration::from_secs(5), TcpStream::connect(site.address())).await;
    match connecting {
        Ok(Ok(connection)) => Ok(connection),
        _ => {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Err(io::ErrorKind::ConnectionRefused.into())
        }
    }
}

fn tally(outcomes: impl IntoIterator<Item = impl Into<String>>) -> Tally {
    let mut tally = Tally::default();
    outcomes.into_iter().for_each(|outcome| tally.add(outcome));
    tally
}
