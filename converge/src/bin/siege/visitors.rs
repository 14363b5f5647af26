//! The visitors who must not notice the siege: people who load pages and sign in, and Stripe.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use proof::{Outcome, post};
use reqwest::{Client, RequestBuilder, Response, StatusCode, header, redirect::Policy};
use serde_json::json;
use tokio::{task::JoinSet, time::MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use crate::report::{Pages, SignIns, Webhooks};

pub const PASSWORD: &str = "green-kettle-march";

/// Nobody waits longer than this for a page.
const PATIENCE: Duration = Duration::from_secs(10);

/// Stripe comes again for days; here that is until so long after the siege.
const DELIVER_WITHIN: Duration = Duration::from_secs(30);

/// The site as it is reached over a new connection each time, so that one that cannot be had counts.
#[derive(Clone)]
pub struct Site {
    url: String,
    http: Client,
}

impl Site {
    pub fn new(url: &str) -> Outcome<Self> {
        let http = Client::builder().no_proxy().redirect(Policy::none()).pool_max_idle_per_host(0).timeout(PATIENCE);
        Ok(Self { url: url.to_owned(), http: http.build()? })
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    pub fn get(&self, path: &str, from: &str) -> RequestBuilder {
        self.http.get(format!("{}{path}", self.url)).header("x-forwarded-for", from)
    }

    /// A form, as a browser without JavaScript posts it.
    pub fn form(&self, path: &str, from: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let post = self.http.post(format!("{}{path}", self.url)).header("x-forwarded-for", from);
        post.header(header::ACCEPT, "text/html").form(fields)
    }
}

/// Somebody with an account, at one address.
#[derive(Clone)]
pub struct Browser {
    email: String,
    address: String,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub async fn sign_up(site: &Site, email: &str, address: &str) -> Outcome<Self> {
        let form = site.form("/api/signup", address, &[("email", email), ("password", PASSWORD)]);
        let answer = form.send().await?;
        let mut browser = Self { email: email.to_owned(), address: address.to_owned(), cookies: BTreeMap::new() };
        match browser.keep_cookies(&answer) {
            true => Ok(browser),
            false => Err(format!("{email} could not sign up: {}", answer.status()).into()),
        }
    }

    /// The request with the cookies, those of a session too or not.
    pub fn send(&self, request: RequestBuilder, signed_in: bool) -> RequestBuilder {
        let sent = self.cookies.iter().filter(|(name, _)| signed_in || !is_session(name));
        let cookies: Vec<_> = sent.map(|(name, value)| format!("{name}={value}")).collect();
        request.header(header::COOKIE, cookies.join("; "))
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether there is a session among them.
    fn keep_cookies(&mut self, answer: &Response) -> bool {
        let set = answer.headers().get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = set.filter_map(|text| text.split(';').next()?.split_once('='));
        self.cookies.extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        self.cookies.keys().any(|name| is_session(name))
    }
}

fn is_session(name: &str) -> bool {
    name.ends_with("session")
}

/// Loads this number of pages a second. The time counts from when each was due, so waiting for its
/// turn counts too.
pub async fn browse(site: Site, visitor: Browser, a_second: u32, stop: CancellationToken) -> Pages {
    let visits = at_rate(a_second, stop, |number, due| {
        let (site, visitor) = (site.clone(), visitor.clone());
        async move { page(&site, &visitor, number, due).await }
    });
    let mut pages = Pages::default();
    visits.await.into_iter().for_each(|visit| pages.add(visit));
    pages
}

/// How long a page took since it was due, or what came instead.
pub async fn page(site: &Site, visitor: &Browser, number: usize, due: Instant) -> Result<Duration, String> {
    let stranger = format!("20.1.{}.{}", number / 250 % 250, number % 250);
    let (path, request) = match number % 4 {
        0 => ("/", site.get("/", &stranger)),
        1 => ("/pricing", site.get("/pricing", &stranger)),
        2 => ("/login", site.get("/login", &stranger)),
        _ => ("/account", visitor.send(site.get("/account", &visitor.address), true)),
    };
    let answer = request.send().await.map_err(|error| format!("{path}: {}", reason(&error)))?;
    let status = answer.status();
    answer.bytes().await.map_err(|error| format!("{path}: {}", reason(&error)))?;
    match status {
        StatusCode::OK => Ok(due.elapsed()),
        status => Err(format!("{path}: {status}")),
    }
}

/// Signed events about the customers. What is not accepted is sent again, as Stripe does.
pub async fn deliver(site: Site, customers: Vec<String>, a_second: u32, stop: CancellationToken) -> Webhooks {
    let sent = at_rate(a_second, stop.clone(), |number, _| {
        let (site, stop) = (site.clone(), stop.clone());
        let customer = customers.get(number % customers.len().max(1)).cloned().unwrap_or_default();
        async move {
            let object = json!({ "object": "subscription", "customer": customer, "note": "x".repeat(2000) });
            let event = json!({ "id": format!("evt_siege_{number}"), "object": "event", "created": 1,
                                "type": "customer.subscription.updated", "data": { "object": object } });
            let body = event.to_string();
            let mut tries = 1;
            let mut ended = None;
            while !is_accepted(&site, &body).await {
                if stop.is_cancelled() && ended.get_or_insert_with(Instant::now).elapsed() > DELIVER_WITHIN {
                    break;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
                tries += 1;
            }
            tries
        }
    });
    let tries = sent.await;
    Webhooks { sent: tries.len(), repeated: tries.iter().sum::<usize>() - tries.len() }
}

async fn is_accepted(site: &Site, body: &str) -> bool {
    let request = site.http.post(format!("{}/api/stripe/webhook", site.url));
    let request = request.header("stripe-signature", post::sign(body.as_bytes())).body(body.to_owned());
    request.send().await.is_ok_and(|answer| answer.status() == StatusCode::OK)
}

/// The visitor signs in anew every five seconds, with the right password and from the usual browser.
pub async fn sign_in(site: Site, visitor: Browser, stop: CancellationToken) -> SignIns {
    let mut sign_ins = SignIns::default();
    let mut pause = tokio::time::interval(Duration::from_secs(5));
    while stop.run_until_cancelled(pause.tick()).await.is_some() {
        let began = Instant::now();
        let fields = [("email", visitor.email.as_str()), ("password", PASSWORD)];
        let answer = visitor.send(site.form("/api/login", &visitor.address, &fields), false).send().await;
        let mut fresh = Browser { cookies: BTreeMap::new(), ..visitor.clone() };
        match answer.is_ok_and(|answer| fresh.keep_cookies(&answer)) {
            true => sign_ins.times.push(began.elapsed()),
            false => sign_ins.refused += 1,
        }
    }
    sign_ins
}

/// Starts this number of tasks a second, whether earlier ones are done or not, until it is stopped;
/// then waits for all that began.
pub async fn at_rate<T, F>(a_second: u32, stop: CancellationToken, begin: impl Fn(usize, Instant) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let mut work = JoinSet::new();
    if a_second > 0 {
        let mut clock = tokio::time::interval(Duration::from_secs(1) / a_second);
        clock.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let mut number = 0;
        while let Some(due) = stop.run_until_cancelled(clock.tick()).await {
            work.spawn(begin(number, due.into_std()));
            number += 1;
        }
    }
    work.join_all().await
}

/// Why there was no answer, in a word.
pub fn reason(error: &reqwest::Error) -> &'static str {
    match error {
        error if error.is_timeout() => "no answer in time",
        error if error.is_connect() => "no connection",
        _ => "the connection broke off",
    }
}
