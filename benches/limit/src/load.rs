//! Requests, as many at a time as wanted, and what they cost the server.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use limit::{ASKED, KEYS, api_key};
use proof::{Outcome, servers::Servers};
use reqwest::{Client, RequestBuilder, StatusCode, header, redirect::Policy};
use tokio::task::JoinSet;

/// How long a server may take to answer the first time.
const SERVED_WITHIN: Duration = Duration::from_secs(30);

/// What requests cost, each.
pub struct Measured {
    /// Microseconds of the server's processor.
    pub cpu_us: f64,
    pub p50_us: f64,
    p99_us: f64,
    a_second: f64,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cpu_us, p50_us, p99_us, a_second } = self;
        let (p50, p99) = (p50_us / 1000.0, p99_us / 1000.0);
        write!(f, "{cpu_us:.0} µs of CPU, {a_second:.0} a second, p50 {p50:.2} ms, p99 {p99:.2} ms")
    }
}

fn question(http: &Client, url: &str, number: usize) -> RequestBuilder {
    // So many keys, so that none asks more often than it may.
    let (account, key) = (number % ASKED + 1, number % usize::try_from(KEYS).unwrap_or(1));
    http.get(format!("{url}/api/v1/access/acct_{account:032}")).bearer_auth(api_key(key))
}

/// Signed-in browsers of one site.
pub struct Load {
    url: String,
    cookies: Arc<[String]>,
    http: Client,
}

impl Load {
    pub fn new(url: String, cookies: &[String]) -> Outcome<Self> {
        let http = Client::builder().no_proxy().redirect(Policy::none()).build()?;
        Ok(Self { url, cookies: cookies.into(), http })
    }

    /// Waits for the first account page.
    pub async fn until_served(&self) -> Outcome<()> {
        let began = Instant::now();
        let page = || self.http.get(format!("{}/account", self.url)).header(header::COOKIE, &self.cookies[0]).send();
        while !page().await.is_ok_and(|page| page.status() == StatusCode::OK) {
            if began.elapsed() > SERVED_WITHIN {
                return Err("the server does not serve the account page".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }

    /// Account pages, as a program asks for them or with what a browser says besides.
    pub async fn page(&self, servers: &Servers, requests: usize, at_once: usize, browser: bool) -> Outcome<Measured> {
        let url = format!("{}/account", self.url);
        let http = self.http.clone();
        let cookies = self.cookies.clone();
        let request = move |number: usize| match (browser, &cookies[number % cookies.len()]) {
            (false, cookie) => http.get(&url).header(header::COOKIE, cookie),
            (true, cookie) => http
                .get(&url)
                .header(header::COOKIE, format!("{cookie}; time_zone=Europe%2FBerlin"))
                .header(header::ACCEPT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .header(header::ACCEPT_ENCODING, "gzip, deflate, br, zstd")
                .header(header::ACCEPT_LANGUAGE, "de-DE,de;q=0.9,en;q=0.5"),
        };
        self.measure(servers, requests, at_once, StatusCode::OK, request).await
    }

    /// Clicks on the portal.
    pub async fn click(&self, servers: &Servers, requests: usize, at_once: usize) -> Outcome<Measured> {
        let (url, origin, http) = (format!("{}/api/portal", self.url), self.url.clone(), self.http.clone());
        let cookies = self.cookies.clone();
        let request = move |number: usize| {
            let cookie = &cookies[number % cookies.len()];
            http.post(&url).header(header::COOKIE, cookie).header(header::ORIGIN, &origin)
        };
        self.measure(servers, requests, at_once, StatusCode::OK, request).await
    }

    /// Questions of what an account may use, each with its own key and account.
    pub async fn access(&self, servers: &Servers, requests: usize, at_once: usize) -> Outcome<Measured> {
        let (url, http) = (self.url.clone(), self.http.clone());
        let request = move |number: usize| question(&http, &url, number);
        self.measure(servers, requests, at_once, StatusCode::OK, request).await
    }

    /// The same questions by somebody who has the answers.
    pub async fn known_access(&self, servers: &Servers, requests: usize, at_once: usize) -> Outcome<Measured> {
        let mut tags = Vec::with_capacity(ASKED);
        for number in 0..ASKED {
            let answer = question(&self.http, &self.url, number).send().await?;
            tags.push(answer.headers().get(header::ETAG).ok_or("an answer has no ETag")?.clone());
        }
        let (url, http) = (self.url.clone(), self.http.clone());
        let request =
            move |number: usize| question(&http, &url, number).header(header::IF_NONE_MATCH, &tags[number % ASKED]);
        self.measure(servers, requests, at_once, StatusCode::NOT_MODIFIED, request).await
    }

    async fn measure(
        &self,
        servers: &Servers,
        requests: usize,
        at_once: usize,
        wanted: StatusCode,
        request: impl Fn(usize) -> RequestBuilder + Clone + Send + 'static,
    ) -> Outcome<Measured> {
        let before = servers.cpu_time().await.ok_or("the system does not tell what a process costs")?;
        let began = Instant::now();
        let mut browsers = JoinSet::new();
        for number in 0..at_once {
            let request = request.clone();
            browsers.spawn(async move {
                let mut times = Vec::with_capacity(requests / at_once);
                for turn in 0..requests / at_once {
                    let asked = Instant::now();
                    let answer = request(turn * at_once + number).send().await?;
                    let status = answer.status();
                    answer.bytes().await?;
                    if status != wanted {
                        return Err(format!("an answer is {status}").into());
                    }
                    times.push(asked.elapsed());
                }
                Outcome::Ok(times)
            });
        }
        let mut times = Vec::with_capacity(requests);
        while let Some(browser) = browsers.join_next().await {
            times.extend(browser??);
        }
        let seconds = began.elapsed().as_secs_f64();
        let after = servers.cpu_time().await.ok_or("the server has ended")?;
        times.sort();
        let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e6;
        let count = times.len() as f64;
        let cpu_us = after.saturating_sub(before).as_secs_f64() * 1e6 / count;
        Ok(Measured { cpu_us, p50_us: at(50), p99_us: at(99), a_second: count / seconds })
    }
}
