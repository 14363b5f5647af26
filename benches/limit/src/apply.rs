//! A policy that is applied while accounts are asked for: nobody is answered by the former one afterwards, every revision
//! moves once, and what the askers notice of it.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicUsize, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use limit::{KEYS, api_key};
use proof::{Outcome, database::Database, servers::Servers};
use reqwest::Client;
use serde_json::Value;
use tokio::task::JoinSet;

/// So many ask at the same time, each server.
const ASKERS: usize = 8;

/// How long it is quiet before, to compare with.
const QUIET: Duration = Duration::from_secs(3);

/// How long the revisions may take.
const WITHIN: Duration = Duration::from_mins(15);

const LOOK_EVERY: Duration = Duration::from_millis(100);

/// A step that keeps askers from asking for neighbours.
const STRIDE: usize = 7919;

/// Where it stands. What is asked in between may follow either policy.
#[repr(u8)]
#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Before,
    Between,
    Applied,
    Over,
}

/// What the askers share.
struct Asked {
    phase: AtomicU8,
    next: AtomicUsize,
    accounts: Vec<String>,
    http: Client,
}

impl Asked {
    fn set(&self, phase: Phase) {
        self.phase.store(phase as u8, SeqCst);
    }

    fn is(&self, phase: Phase) -> bool {
        self.phase.load(SeqCst) == phase as u8
    }
}

/// How long questions took, before the policy was applied and afterwards.
#[derive(Default)]
struct Times {
    before: Vec<Duration>,
    after: Vec<Duration>,
}

/// Applies a policy by which every account gains a feature.
pub async fn measure(servers: &mut Servers, database: &Database) -> Outcome<()> {
    let file = servers.program().write("access.toml", "free = [\"everybody\"]\n").await?;
    servers.start_all()?;
    servers.ready().await?;
    until_moved(database).await?;
    database.execute("CREATE TABLE revisions_before AS SELECT account_id, revision FROM account_access").await?;
    let asked = Arc::new(Asked {
        phase: AtomicU8::new(Phase::Before as u8),
        next: AtomicUsize::new(0),
        accounts: accounts(database).await?,
        http: Client::builder().no_proxy().build()?,
    });
    let mut askers = JoinSet::new();
    for address in servers.addresses() {
        for _ in 0..ASKERS {
            askers.spawn(ask(address.clone(), asked.clone()));
        }
    }
    tokio::time::sleep(QUIET).await;
    asked.set(Phase::Between);
    let began = Instant::now();
    servers.program().run(&["access", "apply", "--file", &file, "--yes"]).await?;
    let applied = began.elapsed();
    asked.set(Phase::Applied);
    until_moved(database).await?;
    let moved = began.elapsed();
    asked.set(Phase::Over);
    let mut times = Times::default();
    while let Some(asker) = askers.join_next().await {
        let Times { before, after } = asker??;
        times.before.extend(before);
        times.after.extend(after);
    }
    servers.stop_all().await?;
    let wrong = "SELECT account_id, now.revision FROM account_access now JOIN revisions_before USING (account_id) \
                 WHERE now.revision <> revisions_before.revision + 1 LIMIT 1";
    if let Some(wrong) = database.rows(wrong).await?.first() {
        return Err(format!("the policy did not move this revision once: {wrong}").into());
    }
    database.execute("DROP TABLE revisions_before").await?;
    println!(
        "a policy applied while {} accounts are asked for at {} servers: it holds after {:.2} s, every revision moved \
         once within {:.0} s\n  before: {}\n  after:  {}",
        asked.accounts.len(),
        servers.addresses().len(),
        applied.as_secs_f64(),
        moved.as_secs_f64(),
        Spread(times.before),
        Spread(times.after),
    );
    Ok(())
}

/// Waits until every revision follows the rules.
pub async fn until_moved(database: &Database) -> Outcome<()> {
    let began = Instant::now();
    let behind = "SELECT account_id FROM account_access, access_rules WHERE rules_version < version LIMIT 1";
    while !database.rows(behind).await?.is_empty() {
        if began.elapsed() > WITHIN {
            return Err("the revisions do not move".into());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(())
}

/// Asks until it is over. The first answer that does not follow the policy is the error.
async fn ask(address: String, asked: Arc<Asked>) -> Outcome<Times> {
    let mut times = Times::default();
    while !asked.is(Phase::Over) {
        let number = asked.next.fetch_add(1, SeqCst);
        let account = &asked.accounts[number * STRIDE % asked.accounts.len()];
        let key = api_key(number % usize::try_from(KEYS)?);
        let (is_applied, began) = (asked.is(Phase::Applied), Instant::now());
        let request = asked.http.get(format!("{address}/api/v1/access/{account}")).bearer_auth(key);
        let answer: Value = request.send().await?.error_for_status()?.json().await?;
        let took = began.elapsed();
        let is_granted = answer["features"]["everybody"]["granted"] == true;
        if is_applied && !is_granted {
            return Err(format!("after the policy was applied, the answer is {answer}").into());
        }
        if asked.is(Phase::Before) {
            times.before.push(took);
            if is_granted {
                return Err(format!("before any policy was applied, the answer is {answer}").into());
            }
        } else if is_applied {
            times.after.push(took);
        }
    }
    Ok(times)
}

async fn accounts(database: &Database) -> Outcome<Vec<String>> {
    let rows = database.rows("SELECT id FROM accounts ORDER BY id").await?;
    Ok(rows.iter().filter_map(|row| row["id"].as_str().map(str::to_owned)).collect())
}

struct Spread(Vec<Duration>);

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut times = self.0.clone();
        times.sort();
        let at = |percent: usize| times.get(times.len().saturating_sub(1) * percent / 100).map_or(0.0, millis);
        write!(f, "{} answers, p50 {:.2} ms, p99 {:.2} ms, longest {:.0} ms", times.len(), at(50), at(99), at(100))
    }
}

fn millis(time: &Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
