//! Runs the site and the bare handler on the same rows, and prints how many times dearer the site is.

#![allow(clippy::cast_precision_loss, reason = "figures are read by people")]

mod account;
mod apply;
mod limits;
mod load;
mod plan;
mod stripe;

use std::{path::PathBuf, process::ExitCode, time::Instant};

use clap::Parser;
use proof::{Outcome, database::Database, servers::Servers};

use crate::{
    account::seed,
    limits::{Check, Limits},
    load::{Load, Measured},
};

#[derive(Parser)]
struct Options {
    #[arg(long, default_value = "target/release/customer-portal")]
    server: PathBuf,
    #[arg(long, default_value = "target/release/bare")]
    bare: PathBuf,
    /// `postgres://…`: a server on which a database may be made, to measure the site there, too
    #[arg(long)]
    database: Option<String>,
    /// The large number of users
    #[arg(long, default_value_t = 1_000_000)]
    users: usize,
    /// How many requests make one figure
    #[arg(long, default_value_t = 20_000)]
    requests: usize,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What one program costs.
struct Figures {
    page: Measured,
    page_with_headers: Measured,
    page_alone: Measured,
    click: Measured,
    click_alone: Measured,
    access: Measured,
    known_access: Measured,
    start_ms: f64,
    idle_mib: f64,
    loaded_mib: f64,
}

/// Whether every limit held.
async fn run(options: &Options) -> Outcome<bool> {
    if !std::path::Path::new("/proc/self/stat").exists() {
        println!("SKIPPED: what the site costs, since this system does not tell it (/proc)");
        return Ok(true);
    }
    let mut check = Check::new(Limits::read()?);
    let on_sqlite = measure(options, None, &mut check).await?;
    if let Some(server) = &options.database {
        let on_postgres = measure(options, Some(server), &mut check).await?;
        for (what, one, other) in [
            ("access", &on_postgres.access, &on_sqlite.access),
            ("access that is known", &on_postgres.known_access, &on_sqlite.known_access),
        ] {
            let (cpu, p50) = (one.cpu_us / other.cpu_us, one.p50_us / other.p50_us);
            println!(
                "{what} on PostgreSQL, to that on SQLite: {cpu:.1} times the CPU of the site, {p50:.1} times the p50"
            );
        }
    }
    Ok(check.held)
}

/// Measures the site on one kind of database, and on SQLite the bare handler. What the site costs with few users.
async fn measure(options: &Options, server: Option<&str>, check: &mut Check) -> Outcome<Figures> {
    let folder = tempfile::tempdir()?;
    let database = Database::new(server, folder.path()).await?;
    let stripe = stripe::start().await?;
    let servers = |program, replicas| {
        let mut servers = Servers::new(program, folder.path(), &database, &stripe, replicas)?;
        servers.set("RUST_LOG", "warn");
        Outcome::Ok(servers)
    };
    let mut site = servers(&options.server, 1)?;
    site.program().run(&["migrate"]).await?;
    database.night_is_over().await?;
    let cookies = seed(&database, 1_000).await?;
    println!("{}, {} sessions, {} requests a figure", database.name(), cookies.len(), options.requests);
    let ours = figures(&mut site, &database, &cookies, options.requests).await?;
    tell("the site", &ours);
    if database.is_sqlite() {
        let least = figures(&mut servers(&options.bare, 1)?, &database, &cookies, options.requests).await?;
        tell("the bare handler", &least);
        compare(check, &ours, &least);
    }
    seed(&database, options.users.min(100_000)).await?;
    apply::measure(&mut servers(&options.server, 2)?, &database).await?;
    seed(&database, options.users).await?;
    let among_many = figures(&mut site, &database, &cookies, options.requests).await?;
    tell(&format!("the site among {}", options.users), &among_many);
    for (what, many, few, limit) in [
        ("account page", &among_many.page, &ours.page, check.limits.ratios.account_cpu_at_a_million),
        ("access", &among_many.access, &ours.access, check.limits.ratios.access_cpu_at_a_million),
        (
            "access that is known",
            &among_many.known_access,
            &ours.known_access,
            check.limits.ratios.access_cpu_at_a_million,
        ),
    ] {
        check.ratio(&format!("{what} among {}, CPU", options.users), many.cpu_us / few.cpu_us, limit);
    }
    plan::measure(site.program(), folder.path(), options.users).await?;
    database.drop().await?;
    Ok(ours)
}

/// Holds what the site costs against what the bare handler costs.
fn compare(check: &mut Check, ours: &Figures, least: &Figures) {
    let limits = check.limits.ratios.clone();
    for (what, one, other, limit) in [
        ("account page", &ours.page, &least.page, limits.account_cpu),
        (
            "account page with a browser's headers",
            &ours.page_with_headers,
            &least.page,
            limits.account_cpu_with_a_browsers_headers,
        ),
        ("click", &ours.click, &least.click, limits.portal_cpu),
        ("access", &ours.access, &least.access, limits.access_cpu),
        ("access that is known", &ours.known_access, &least.known_access, limits.known_access_cpu),
    ] {
        check.ratio(&format!("{what}, CPU"), one.cpu_us / other.cpu_us, limit);
    }
    check.ratio(
        "account page, one at a time, p50",
        ours.page_alone.p50_us / least.page_alone.p50_us,
        limits.account_p50,
    );
    let memory = check.limits.memory.clone();
    check.ratio("MiB idle", ours.idle_mib, memory.idle);
    check.ratio("MiB after load", ours.loaded_mib, memory.after_load);
}

async fn figures(servers: &mut Servers, database: &Database, cookies: &[String], requests: usize) -> Outcome<Figures> {
    let began = Instant::now();
    servers.start_all()?;
    let url = servers.addresses().remove(0);
    let load = Load::new(url, cookies)?;
    load.until_served().await?;
    let start_ms = began.elapsed().as_secs_f64() * 1000.0;
    let idle_mib = mebibytes(servers).await?;
    apply::until_moved(database).await?;
    load.page(servers, requests / 10, 32, false).await?;
    let page = load.page(servers, requests, 32, false).await?;
    let page_with_headers = load.page(servers, requests, 32, true).await?;
    let page_alone = load.page(servers, requests / 10, 1, false).await?;
    let click = load.click(servers, requests, 32).await?;
    let click_alone = load.click(servers, requests / 10, 1).await?;
    let access = load.access(servers, requests, 32).await?;
    let known_access = load.known_access(servers, requests, 32).await?;
    let loaded_mib = mebibytes(servers).await?;
    servers.stop_all().await?;
    Ok(Figures {
        page,
        page_with_headers,
        page_alone,
        click,
        click_alone,
        access,
        known_access,
        start_ms,
        idle_mib,
        loaded_mib,
    })
}

async fn mebibytes(servers: &Servers) -> Outcome<f64> {
    let bytes = servers.memory().await.ok_or("the system does not tell a process's memory")?;
    Ok(bytes as f64 / f64::from(1 << 20))
}

fn tell(who: &str, figures: &Figures) {
    let Figures { page, page_with_headers, page_alone, click, click_alone, access, known_access, .. } = figures;
    let Figures { start_ms, idle_mib, loaded_mib, .. } = figures;
    println!("{who}");
    for (what, measured) in [
        ("account page, 32 at once", page),
        ("account page with a browser's headers", page_with_headers),
        ("account page, one at a time", page_alone),
        ("click, 32 at once", click),
        ("click, one at a time", click_alone),
        ("access, 32 at once", access),
        ("access that is known, 32 at once", known_access),
    ] {
        println!("  {what}: {measured}");
    }
    println!("  start to the first page: {start_ms:.0} ms; {idle_mib:.0} MiB idle, {loaded_mib:.0} MiB after load");
}
