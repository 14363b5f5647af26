//! Measures the speed: webhooks stored with every commit on disk, customers synced, account pages
//! shown. Compare only figures of the same run and machine.

#![allow(clippy::cast_precision_loss, reason = "figures are read by people")]

use std::{
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::Parser;
use proof::{Outcome, database::Database, post, servers::Servers, stripe::Stripe};
use serde_json::json;
use tokio::task::JoinSet;

/// The number of account pages that are requested, one after the other.
const PAGES: u32 = 5000;

#[derive(Parser)]
struct Options {
    #[arg(long, default_value = "target/release/customer-portal")]
    server: PathBuf,
    /// A PostgreSQL server (`postgres://…`) on which a database may be created; by default a SQLite
    /// file is used
    #[arg(long)]
    database: Option<String>,
    #[arg(long, default_value_t = 10_000)]
    events: usize,
    #[arg(long, default_value_t = 2_000)]
    customers: usize,
    #[arg(long, default_value_t = 1_000_000)]
    users: usize,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let database = Database::new(options.database.as_deref(), folder.path()).await?;
    println!("{}", database.name());
    let stripe = Stripe::start().await?;
    let mut servers = Servers::new(&options.server, folder.path(), &database, &stripe.base(), 1)?;
    servers.set("RUST_LOG", "warn");
    servers.program().run(&["migrate"]).await?;
    servers.start_all()?;
    servers.ready().await?;
    let site = servers.addresses().remove(0);
    intake(&site, options.events).await?;
    for users in [1_000, options.users] {
        pages(&servers, &database, users).await?;
    }
    servers.stop_all().await?;
    syncing(options, &stripe, &database, &mut servers).await?;
    database.drop().await
}

/// Signed events over HTTP, 64 at a time; then a thousand at once.
async fn intake(site: &str, events: usize) -> Outcome<()> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    for (name, total, at_once) in [
        ("to warm up", 200, 8),
        ("one at a time", 500, 1),
        ("64 at a time", events, 64),
        ("a burst of 1,000", 1000, 1000),
    ] {
        let began = Instant::now();
        let mut senders = JoinSet::new();
        for sender in 0..at_once {
            let (http, url) = (http.clone(), format!("{site}/api/stripe/webhook"));
            let of_this = (sender..total).step_by(at_once).map(|number| format!("evt_{}_{number}", name.len()));
            let of_this: Vec<_> = of_this.collect();
            senders.spawn(async move {
                let mut took = Vec::new();
                for id in of_this {
                    let event = json!({ "id": id, "type": "charge.succeeded", "created": 1, "data": { "object": {
                        "object": "charge", "customer": format!("cus_{sender}"), "note": "x".repeat(2500) } } });
                    let body = event.to_string();
                    let request = http.post(&url).header("stripe-signature", post::sign(body.as_bytes())).body(body);
                    let began = Instant::now();
                    let status = request.send().await.map_or(0, |answer| answer.status().as_u16());
                    took.push((began.elapsed(), status));
                }
                took
            });
        }
        let took: Vec<_> = senders.join_all().await.into_iter().flatten().collect();
        let refused = took.iter().filter(|(_, status)| *status != 200).count();
        let a_second = took.len() as f64 / began.elapsed().as_secs_f64();
        let times: Vec<_> = took.into_iter().map(|(time, _)| time).collect();
        println!("webhooks, {name}: {a_second:.0}/s, {}, {refused} not stored", spread(times));
    }
    Ok(())
}

/// One customer's account page, among this number of customers.
async fn pages(servers: &Servers, database: &Database, users: usize) -> Outcome<()> {
    database.fill(users).await?;
    let site = servers.addresses().remove(0);
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
    let email = format!("page{users}@example.com");
    let form = [("email", email.as_str()), ("password", "green-kettle-march")];
    let answer = http.post(format!("{site}/api/signup")).form(&form).send().await?;
    let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let cookie = cookies.into_iter().find(|cookie| cookie.starts_with("session=")).unwrap_or_default();
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    database.give_a_plan(&email).await?;
    let mut times = Vec::new();
    let cpu = servers.cpu_time().await;
    for _ in 0..PAGES {
        let began = Instant::now();
        let page = http.get(format!("{site}/account")).header("cookie", &cookie).send().await?;
        if page.status() != 200 {
            return Err(format!("the account page answers {}", page.status()).into());
        }
        page.bytes().await?;
        times.push(began.elapsed());
    }
    let each = cpu.zip(servers.cpu_time().await).map(|(before, after)| after.saturating_sub(before) / PAGES);
    let each = each.map_or_else(String::new, |each| format!(", {:.2} ms of CPU each", each.as_secs_f64() * 1000.0));
    println!("account page among {users} users: {}{each}", spread(times));
    Ok(())
}

/// `sync --all`, with every answer of Stripe 50 ms late: at full speed, and at the usual rate.
async fn syncing(options: &Options, stripe: &Stripe, database: &Database, servers: &mut Servers) -> Outcome<()> {
    let price =
        [("currency", "usd"), ("unit_amount", "500"), ("recurring[interval]", "month"), ("product_data[name]", "Pro")];
    let price = stripe.post("prices", &price).await?["id"].as_str().unwrap_or_default().to_owned();
    let mut customers = Vec::new();
    for _ in 0..options.customers {
        let card = [("payment_method", "pm_card_visa"), ("invoice_settings[default_payment_method]", "pm_card_visa")];
        let customer = stripe.post("customers", &card).await?["id"].as_str().unwrap_or_default().to_owned();
        stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &price)]).await?;
        customers.push(customer);
    }
    database.empty().await?;
    database.link(&customers).await?;
    let late = json!({ "path": "/v1/*", "rate": 100, "answer": { "kind": "delay", "ms": 50 } });
    stripe.control("faults", late).await?;
    for (pace, what) in [("1000", "without a limit"), ("80", "at 80 requests a second")] {
        servers.set("STRIPE_RATE", pace);
        let began = Instant::now();
        servers.program().run(&["sync", "--all"]).await?;
        let a_second = customers.len() as f64 / began.elapsed().as_secs_f64();
        let all = Duration::from_secs_f64(100_000.0 / a_second);
        println!("sync --all, {what}: {a_second:.1} customers/s; 100,000 take {:.0} minutes", all.as_secs_f64() / 60.0);
    }
    Ok(())
}

fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let at =
        |percent: usize| times.get((times.len() * percent / 100).min(times.len() - 1)).copied().unwrap_or_default();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    format!("p50 {:.1} ms, p99 {:.1} ms", ms(at(50)), ms(at(99)))
}
