//! Figures of the real program, over real HTTP: how fast it answers, starts and saves, and how much memory it takes,
//! with 1,000 subscriptions and with 100,000. `cargo bench -p stripe-sim`, and `-- 1000` for the small one only.

#![allow(clippy::cast_precision_loss, clippy::unwrap_used, reason = "a test that cannot go on fails")]

use reqwest::Client;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const CALLS: usize = 2_000;
const AT_ONCE: usize = 8;

struct Program {
    child: Child,
    base: String,
    http: Client,
    started_in: Duration,
}

impl Program {
    fn start(state: Option<&PathBuf>) -> Self {
        let begun = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_stripe-sim"));
        command.args(["--addr", "127.0.0.1:0"]).env("RUST_LOG", "stripe_sim=info").stderr(Stdio::piped());
        if let Some(state) = state {
            command.arg("--state").arg(state);
        }
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let base = loop {
            let line = lines.next().unwrap().unwrap();
            if let Some((_, url)) = line.split_once("listens on ") {
                break url.trim().to_owned();
            }
        };
        let started_in = begun.elapsed();
        // Its log has to go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, base, http: Client::builder().no_proxy().build().unwrap(), started_in }
    }

    async fn call(&self, path: &str, body: Option<String>) -> Value {
        let url = format!("{}v1/{path}", self.base);
        let request = match body {
            None => self.http.get(url),
            Some(body) => self.http.post(url).header("content-type", "application/x-www-form-urlencoded").body(body),
        };
        let answer = request.bearer_auth("sk_test_x").send().await.unwrap();
        assert!(answer.status().is_success(), "{path}");
        answer.json().await.unwrap()
    }

    fn resident_megabytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
        line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1_024
    }

    fn stop(mut self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success() && self.child.wait().unwrap().success());
    }
}

/// Requests per second of `count` calls, several at once.
async fn rate<F: Future<Output = ()>>(count: usize, call: impl Fn(usize) -> F) -> f64 {
    let begun = Instant::now();
    let lanes = (0..AT_ONCE).map(|lane| {
        let call = &call;
        async move {
            for number in (lane..count).step_by(AT_ONCE) {
                call(number).await;
            }
        }
    });
    join_all(lanes).await;
    count as f64 / begun.elapsed().as_secs_f64()
}

async fn join_all(futures: impl Iterator<Item = impl Future<Output = ()>>) {
    let mut waiting: Vec<_> = futures.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|future| future.as_mut().poll(context).is_pending());
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

async fn measure(count: usize) {
    let folder = std::env::temp_dir().join(format!("stripe-sim-figures-{}", std::process::id()));
    let file = folder.join("state.json");
    let program = Program::start(None);
    println!("{count} subscriptions");
    println!("  start-up, empty: {:?}; {} MB", program.started_in, program.resident_megabytes());
    let price = program
        .call("prices", Some("currency=usd&unit_amount=5&recurring[interval]=month&product_data[name]=x".to_owned()))
        .await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let subscribe = async |program: &Program| {
        let body = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa";
        let customer = program.call("customers", Some(body.to_owned())).await["id"].as_str().unwrap().to_owned();
        let body = format!("customer={customer}&items[0][price]={price}");
        program.call("subscriptions", Some(body)).await;
    };
    let begun = rate(count, |_| subscribe(&program)).await;
    println!("  create customer and subscription, with card and paid invoice: {begun:.0} pairs/s");
    println!("  memory: {} MB", program.resident_megabytes());
    let newest = program.call("subscriptions?limit=1", None).await["data"][0].clone();
    let (id, customer) = (newest["id"].as_str().unwrap().to_owned(), newest["customer"].as_str().unwrap().to_owned());
    let get = async |program: &Program, path: String| {
        program.call(&path, None).await;
    };
    let retrieve = rate(CALLS, |_| get(&program, format!("subscriptions/{id}"))).await;
    println!("  retrieve a subscription: {retrieve:.0}/s");
    let list = rate(CALLS, |_| get(&program, format!("subscriptions?customer={customer}&status=all"))).await;
    println!("  list a customer's subscriptions: {list:.0}/s");
    let create = rate(CALLS, async |_| {
        program.call("customers", Some("name=x".to_owned())).await;
    })
    .await;
    println!("  create a customer: {create:.0}/s");
    program.stop();

    if count <= 1_000 {
        let program = Program::start(Some(&file));
        rate(count, |_| async {
            program.call("customers", Some("name=x".to_owned())).await;
        })
        .await;
        program.stop();
        let again = Program::start(Some(&file));
        println!("  start-up with a state file of {} customers: {:?}", count, again.started_in);
        again.stop();
        let _ = std::fs::remove_dir_all(folder);
    }
}

fn main() {
    let counts: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let counts = if counts.is_empty() { vec![1_000, 100_000] } else { counts };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for count in counts {
        runtime.block_on(measure(count));
    }
}
