//! The proof that the server's data always ends equal to Stripe's.
//!
//! A simulated Stripe lives through random months of many customers. Its events reach the server
//! several times, out of order, late, or never; its API fails, hangs and breaks off; and the server
//! is killed repeatedly without warning. Meanwhile a product asks what accounts may use: the answers
//! must agree with each other, and follow each policy once it was applied. Then the faults end. Every
//! field in the database must become equal to Stripe's, every answer must follow from Stripe's
//! objects, no acknowledged event may be missing, and exactly the objects that were made to fail may
//! have been given up. Everything except the timing is drawn from a seed.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    process::ExitCode,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use clap::Parser;
use proof::{
    Outcome,
    access::{self, Product},
    compare,
    database::Database,
    late,
    life::Life,
    post::{self, Post},
    servers::{Program, Servers},
    stripe::Stripe,
    unkind::{self, Broken, Unkindness},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio_util::sync::CancellationToken;

/// At least so many questions what accounts may use have to be answered between two kills, on average.
const ANSWERS_A_KILL: usize = 20;

#[derive(Parser, Clone, Debug)]
#[command(about = "Kills the server while Stripe misbehaves, and proves that it ends in step")]
struct Options {
    /// The minimum number of events
    #[arg(long, default_value_t = 500)]
    events: u64,
    #[arg(long, default_value_t = 25)]
    customers: usize,
    /// The number of times a server is killed
    #[arg(long, default_value_t = 10)]
    kills: usize,
    /// The number of customers that always fail at Stripe: their events must end as dead letters
    #[arg(long, default_value_t = 2)]
    poison: usize,
    /// The same seed repeats the same run; by default it is random
    #[arg(long)]
    seed: Option<u64>,
    /// A PostgreSQL server (`postgres://…`) on which a database may be created; by default a SQLite
    /// file is used
    #[arg(long)]
    database: Option<String>,
    /// How many servers share the database; by default 2 on PostgreSQL, 1 on SQLite
    #[arg(long)]
    replicas: Option<usize>,
    /// Unkind behaviour of Stripe until the end; by default everything, without a value nothing
    #[arg(long, value_enum, value_delimiter = ',', num_args = 0..,
        default_values = ["links", "pages", "endpoint", "limit", "text", "usage", "money", "broken"])]
    unkind: Vec<Unkindness>,
    /// The path of the server's program
    #[arg(long, default_value = "target/debug/customer-portal")]
    server: PathBuf,
    /// Print what is still missing while it converges
    #[arg(long)]
    verbose: bool,
    /// The limit for converging after the end of the faults, in seconds
    #[arg(long, default_value_t = 120)]
    within: u64,
}

impl Options {
    fn is(&self, kind: Unkindness) -> bool {
        self.unkind.contains(&kind)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let seed = options.seed.unwrap_or_else(|| rand::random_range(0..1_000_000));
    match run(&options, seed).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("NOT IN STEP (seed {seed}): {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options, seed: u64) -> Outcome<()> {
    let mut random = StdRng::seed_from_u64(seed);
    let folder = tempfile::Builder::new().prefix("converge-").tempdir()?;
    let database = Database::new(options.database.as_deref(), folder.path()).await?;
    let stripe = Stripe::start().await?;
    let replicas = options.replicas.unwrap_or(if database.is_sqlite() { 1 } else { 2 });
    println!("seed {seed}, {}, {replicas} server(s)", database.name());

    let mut servers = Servers::new(&options.server, folder.path(), &database, &stripe.base(), replicas)?;
    servers.program().run(&["migrate"]).await?;
    database.watch_order().await?;
    let life = Life::begin(&stripe, options.customers, &options.unkind).await?;
    database.link(life.customers()).await?;
    let broken = if options.is(Unkindness::Broken) { Broken::make(&stripe).await? } else { Broken::default() };
    database.link(&broken.customers).await?;
    // A site in service: all is well. From here on only events and the hourly fetch may keep it so, since
    // somebody to whom nothing happens is not looked at again before the night.
    servers.program().run(&["sync", "--all"]).await?;
    database.night_is_over().await?;
    let accounts = database.accounts().await?.into_values().collect();
    let product = Product::new(servers.program(), servers.addresses(), accounts).await?;
    let poison: Vec<String> = (0..options.poison).map(|number| format!("cus_poison{number}")).collect();
    database.link(&poison).await?;
    stripe.poison(&poison).await?;

    // What happened before anybody listened.
    let before: BTreeSet<String> = stripe.events().await?.into_keys().collect();
    let post = Post::open(servers.addresses(), seed).await?;
    stripe.send_events_to(&post.url(), &["whsec_converge"]);
    stripe.misbehave(seed).await?;
    unkind::turn_on(&stripe, &options.unkind, &broken).await?;
    servers.start_all()?;
    for customer in &poison {
        post.plant(customer);
    }

    // Months pass while servers die.
    let began = Instant::now();
    let ended = CancellationToken::new();
    let changes = tokio::spawn(unkind::meddle(stripe.clone(), broken.customers.clone(), ended.clone()));
    let operators = [(); 2].map(|()| tokio::spawn(meddle(servers.program().clone(), ended.clone())));
    let living = tokio::spawn(life.live(stripe.clone(), options.events, options.kills, seed, ended.clone()));
    let asked = CancellationToken::new();
    let asking = [1, 2].map(|number| tokio::spawn(product.clone().ask_always(seed + number, asked.clone())));
    for number in 0..options.kills {
        for (at, policy) in [(options.kills / 3, &access::GENEROUS), (options.kills * 2 / 3, &access::LAST)] {
            if number == at {
                servers.ready().await?;
                product.apply(policy, servers.program()).await?;
            }
        }
        for _ in 0..random.random_range(5..20) {
            tokio::time::sleep(Duration::from_millis(100)).await;
            database.check_order().await?;
        }
        servers.kill_one(&mut random).await?;
    }
    ended.cancel();
    let deeds = living.await??;
    for operator in operators {
        operator.await?;
    }
    changes.await??;
    let lived = began.elapsed();
    let answers = product.answers();

    // The faults end. What waits at Stripe comes now; what was lost is fetched.
    servers.ready().await?;
    post.lose_nothing_more();
    let faults = stripe.faults().await?;
    stripe.behave().await?;
    unkind::turn_off_limit(&stripe).await?;
    late::answer_late(&stripe, servers.program(), &database).await?;
    let ended = Instant::now();
    let deadline = ended + Duration::from_secs(options.within);
    servers.program().run(&["events", "fetch"]).await?;
    let mut outcome = loop {
        let mut outcome = judge(&database, &stripe, &post, &poison, &before, &broken.ids()).await;
        if outcome.is_ok() {
            let hopeless = broken.ids().into_iter().chain(poison.iter().cloned()).collect();
            outcome = access::check(&product, &database, &stripe, &hopeless).await;
        }
        if outcome.is_ok() || Instant::now() > deadline {
            break outcome;
        }
        if options.verbose {
            println!(
                "{:5.1} s: {}",
                ended.elapsed().as_secs_f64(),
                outcome.err().map(|error| error.to_string()).unwrap_or_default()
            );
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    };
    let took = ended.elapsed();
    if outcome.is_ok() {
        let unreadable = broken.ids().into_iter().chain(poison.iter().cloned()).collect();
        outcome = access::change_last(&product, &database, &stripe, &unreadable).await;
    }
    asked.cancel();
    for asker in asking {
        outcome = asker.await?.and(outcome);
    }
    // What was wrong once may not be when it is asked again.
    outcome = product.wrong().and(outcome);
    if outcome.is_ok() && answers < options.kills * ANSWERS_A_KILL {
        outcome = Err(format!("only {answers} questions what accounts may use were answered meanwhile").into());
    }
    database.check_order().await?;
    let counts = post.counts();
    println!(
        "{} events of {deeds} deeds, {} deliveries ({} never made), {answers} answers, {} kills in {:.0} s, {faults} of the last \
         1,000 calls to Stripe went wrong",
        stripe.events().await?.len(),
        counts.deliveries.load(Ordering::Relaxed),
        counts.lost.load(Ordering::Relaxed),
        options.kills,
        lived.as_secs_f64(),
    );
    if let Err(error) = outcome {
        let kept = folder.keep();
        return Err(format!("{error}\nthe servers' logs are in {}", kept.display()).into());
    }
    check_names(servers.program(), &poison, &broken.ids()).await?;
    servers.stop_all().await?;
    println!("in step {:.1} s after the faults ended; every server stopped when asked to", took.as_secs_f64());
    database.drop().await
}

/// Refetches every customer repeatedly, beside the workers, like customers who return from paying.
/// So a customer is fetched several times at once, and not always in order.
async fn meddle(program: Program, ended: CancellationToken) {
    while !ended.is_cancelled() {
        // While Stripe misbehaves it may well fail.
        let _ = program.run(&["sync", "--all"]).await;
    }
}

/// Checks that `sync --all --check` names exactly the objects that were broken for good.
async fn check_names(program: &Program, poison: &[String], broken: &BTreeSet<String>) -> Outcome<()> {
    let (well, said) = program.output(&["sync", "--all", "--check"]).await?;
    let hopeless: BTreeSet<&str> = poison.iter().chain(broken).map(String::as_str).collect();
    if well != hopeless.is_empty() {
        return Err(format!("`sync --all --check` should have failed, or not: {said}").into());
    }
    if let Some(unnamed) = hopeless.iter().find(|id| !said.contains(**id)) {
        return Err(format!("`sync --all --check` does not name {unnamed}: {said}").into());
    }
    let named = said.lines().filter(|line| line.starts_with("cus_")).filter_map(|line| line.split("  ").next());
    match named.into_iter().find(|id| !hopeless.contains(id)) {
        Some(well) => Err(format!("`sync --all --check` names {well}, which is well: {said}").into()),
        None => Ok(()),
    }
}

/// Checks that everything is as it must be; the error names the first thing that is not.
async fn judge(
    database: &Database,
    stripe: &Stripe,
    post: &Post,
    poison: &[String],
    before: &BTreeSet<String>,
    unreadable: &BTreeSet<String>,
) -> Outcome<()> {
    let stored = database.events().await?;
    if let Some(missing) = post.acknowledged().difference(&stored.keys().cloned().collect()).next() {
        return Err(format!("{missing} was acknowledged and is not in the database").into());
    }
    // Of what cannot be read, an event may wait or be given up.
    let hopeless = stripe.events_about(unreadable).await?;
    let pending = |(id, state): &(&String, &String)| state.as_str() == "pending" && !hopeless.contains(*id);
    if let Some((id, _)) = stored.iter().find(pending) {
        return Err(format!("{id} is still pending").into());
    }
    let dead: BTreeSet<String> =
        stored.iter().filter(|(_, state)| state.as_str() == "dead").map(|(id, _)| id.clone()).collect();
    let planted: BTreeSet<String> = poison.iter().map(|customer| post::poison_id(customer)).collect();
    if let Some(wrong) = dead.symmetric_difference(&planted).find(|id| !hopeless.contains(*id)) {
        let what = if dead.contains(wrong) { "was given up" } else { "should have been given up" };
        return Err(format!("{wrong} {what}; {} events are dead letters", dead.len()).into());
    }
    // What was lost and nothing is done with is not fetched.
    let acted_upon = database.acted_upon().await?;
    let mut told = stripe.events().await?.into_iter().filter(|(_, kind)| acted_upon.contains(kind));
    if let Some((event, kind)) = told.find(|(id, _)| !before.contains(id) && !stored.contains_key(id)) {
        return Err(format!("{event} ({kind}) never came").into());
    }
    compare::compare(database, stripe, unreadable).await
}
