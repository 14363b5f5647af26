//! A siege: all attacks that were ever found to slow the site down or to fill its memory, at the
//! same time, while ordinary visitors and Stripe continue. Their experience is compared with the
//! same minute in peace.
//!
//! It runs on loopback, for a bounded time, against a server of its own. Every visitor and every
//! attacker has a separate address, as behind a proxy (`TRUST_PROXY`).

mod attackers;
mod report;
mod visitors;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use attackers::Attack;
use clap::Parser;
use proof::{Outcome, database::Database, servers::Servers, stripe::Stripe};
use report::{Pages, Report};
use tokio_util::sync::CancellationToken;
use visitors::{Browser, Site};

/// The soft limit of file descriptors with which the server starts, as on many systems. The server
/// itself has to handle a thousand connections.
const SOFT_LIMIT: u32 = 1024;

/// The limit for recovering after the siege.
const RECOVER_WITHIN: Duration = Duration::from_mins(1);

/// The maximum factor by which pages may be slower than in peace.
const AS_BEFORE: f64 = 1.5;

/// Memory that is freed after the siege must be returned within this time.
const SETTLE: Duration = Duration::from_secs(5);

/// A file of the site, for clients that do not read it.
const LARGE_FILE: &str = "pkg/large.bin";

#[derive(Parser, Clone, Debug)]
#[command(about = "Besieges a server on loopback, and reports what its visitors notice")]
pub struct Options {
    /// The path of the server's program
    #[arg(long, default_value = "target/debug/customer-portal")]
    server: PathBuf,
    /// A PostgreSQL server (`postgres://…`) on which a database may be created; by default a SQLite
    /// file is used
    #[arg(long)]
    database: Option<String>,
    /// The duration of the siege
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The duration of the measurement in peace before the siege
    #[arg(long, default_value_t = 15)]
    calm: u64,
    /// Ordinary pages a second
    #[arg(long, default_value_t = 10)]
    pages: u32,
    /// Webhooks a second
    #[arg(long, default_value_t = 10)]
    webhooks: u32,
    /// Sign-ins with a wrong password a second, each from another address
    #[arg(long, default_value_t = 40)]
    sign_ins: u32,
    /// Sign-ups with a crafted password a second, each from another address
    #[arg(long, default_value_t = 20)]
    sign_ups: u32,
    /// Refreshes of the account page a second, all by one user
    #[arg(long, default_value_t = 40)]
    refreshes: u32,
    /// Connections held open with half a request
    #[arg(long, default_value_t = 1500)]
    connections: u32,
    /// Connections that request a large file and do not read it
    #[arg(long, default_value_t = 200)]
    deaf: u32,
    /// The maximum increase of memory after the siege, in MiB
    #[arg(long, default_value_t = 128)]
    memory: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(report) => {
            println!("{report}");
            let failures = report.failures();
            for failure in &failures {
                eprintln!("NOT HELD: {failure}");
            }
            if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Outcome<Report> {
    let folder = tempfile::Builder::new().prefix("siege-").tempdir()?;
    let database = Database::new(options.database.as_deref(), folder.path()).await?;
    let stripe = Stripe::start().await?;
    let program = limited(&options.server, folder.path())?;
    let mut servers = Servers::new(&program, folder.path(), &database, &stripe.base(), 1)?;
    servers.set("TRUST_PROXY", "true");
    let large = folder.path().join("site").join(LARGE_FILE);
    fs::create_dir_all(large.parent().unwrap_or(folder.path()))?;
    // More than all buffers on the way to a client hold.
    fs::write(&large, vec![0; 16 * 1024 * 1024])?;
    servers.set("LEPTOS_SITE_ROOT", &folder.path().join("site").to_string_lossy());
    // As with any test mode key.
    servers.set("STRIPE_RATE", "20");
    servers.program().run(&["migrate"]).await?;
    let customers = customers(&stripe).await?;
    servers.start_all()?;
    servers.ready().await?;
    let mut report = besiege(options, &servers, &database, &customers).await?;
    report.stopped = servers.stop_all().await.map_err(|error| error.to_string());
    database.drop().await?;
    Ok(report)
}

async fn besiege(options: &Options, servers: &Servers, database: &Database, customers: &[String]) -> Outcome<Report> {
    let site = Site::new(&servers.addresses().remove(0))?;
    let visitor = Browser::sign_up(&site, "visitor@example.com", "20.0.0.1").await?;
    let greedy = Browser::sign_up(&site, "greedy@example.com", "20.0.0.2").await?;
    let [of_visitor, of_greedy, others @ ..] = customers else { return Err("there are no customers".into()) };
    database.make_customer("visitor@example.com", of_visitor).await?;
    database.make_customer("greedy@example.com", of_greedy).await?;
    database.link(others).await?;
    servers.program().run(&["sync", "--all"]).await?;

    // The first of everything takes longer than any other, and is no measure.
    in_peace(options, &site, &visitor, Duration::from_secs(3)).await;
    let calm = in_peace(options, &site, &visitor, Duration::from_secs(options.calm)).await;
    let memory_before = servers.memory().await;

    let stop = CancellationToken::new();
    let attacks = Attack::ALL.map(|attack| (attack, attack.begin(options, &site, &greedy, &stop)));
    let pages = tokio::spawn(visitors::browse(site.clone(), visitor.clone(), options.pages, stop.clone()));
    let webhooks = tokio::spawn(visitors::deliver(site.clone(), customers.to_vec(), options.webhooks, stop.clone()));
    let sign_ins = tokio::spawn(visitors::sign_in(site.clone(), visitor.clone(), stop.clone()));
    let end = Instant::now() + Duration::from_secs(options.seconds);
    let mut memory_peak = memory_before;
    while Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(250)).await;
        memory_peak = memory_peak.max(servers.memory().await);
    }
    stop.cancel();
    let recovered = recover(&site, &visitor, &calm).await;
    let besieged = pages.await?;
    let webhooks = webhooks.await?;
    let stored = database.rows("SELECT id FROM stripe_events WHERE id LIKE 'evt_siege_%'").await?.len();
    let sign_ins = sign_ins.await?;
    let mut tallies = Vec::new();
    for (attack, tally) in attacks {
        tallies.push((attack, tally.await?));
    }
    tokio::time::sleep(SETTLE).await;
    Ok(Report {
        calm,
        besieged,
        webhooks,
        stored,
        sign_ins,
        memory_before,
        memory_peak,
        memory_after: servers.memory().await,
        memory_limit: options.memory * 1024 * 1024,
        recovered,
        stopped: Ok(()),
        tallies,
    })
}

async fn in_peace(options: &Options, site: &Site, visitor: &Browser, time: Duration) -> Pages {
    let stop = CancellationToken::new();
    let pages = tokio::spawn(visitors::browse(site.clone(), visitor.clone(), options.pages, stop.clone()));
    tokio::time::sleep(time).await;
    stop.cancel();
    pages.await.unwrap_or_default()
}

/// How soon the pages are as fast as in peace, each over a separate connection.
async fn recover(site: &Site, visitor: &Browser, calm: &Pages) -> Option<Duration> {
    let began = Instant::now();
    while began.elapsed() < RECOVER_WITHIN {
        let at = began.elapsed();
        let mut pages = Pages::default();
        for number in 0..12 {
            pages.add(visitors::page(site, visitor, number, Instant::now()).await);
        }
        if pages.failed.is_empty() && pages.median() <= calm.median().mul_f64(AS_BEFORE) {
            return Some(at);
        }
    }
    None
}

/// The program, started with few descriptors.
fn limited(server: &Path, folder: &Path) -> Outcome<PathBuf> {
    let server = server.canonicalize().map_err(|error| format!("{}: {error}", server.display()))?;
    let script = folder.join("server.sh");
    fs::write(&script, format!("#!/bin/sh\nulimit -S -n {SOFT_LIMIT}\nexec '{}' \"$@\"\n", server.display()))?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
    Ok(script)
}

/// Customers with a subscription, for the webhooks.
async fn customers(stripe: &Stripe) -> Outcome<Vec<String>> {
    let price =
        [("currency", "usd"), ("unit_amount", "500"), ("recurring[interval]", "month"), ("product_data[name]", "Pro")];
    let price = stripe.post("prices", &price).await?["id"].as_str().unwrap_or_default().to_owned();
    let mut customers = Vec::new();
    for _ in 0..6 {
        let card = [("payment_method", "pm_card_visa"), ("invoice_settings[default_payment_method]", "pm_card_visa")];
        let customer = stripe.post("customers", &card).await?["id"].as_str().unwrap_or_default().to_owned();
        stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &price)]).await?;
        customers.push(customer);
    }
    Ok(customers)
}
