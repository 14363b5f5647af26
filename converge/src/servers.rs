//! The servers: real processes of the real program, killed without warning and restarted.

use std::{
    fs::OpenOptions,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use rand::{RngExt, rngs::StdRng};
use tokio::process::{Child, Command};

use crate::{Outcome, database::Database};

/// How long a server may take to serve.
const START_WITHIN: Duration = Duration::from_secs(30);

/// How long a server may take to stop when it is asked to.
const STOP_WITHIN: Duration = Duration::from_secs(30);

pub struct Servers {
    program: Program,
    replicas: Vec<Replica>,
}

/// The server's program, with the environment that all its processes share.
#[derive(Clone)]
pub struct Program {
    path: PathBuf,
    folder: PathBuf,
    database: String,
    stripe: String,
    /// Besides what every process gets.
    pub more: Vec<(&'static str, String)>,
}

struct Replica {
    address: String,
    child: Option<Child>,
}

impl Servers {
    pub fn new(program: &Path, folder: &Path, database: &Database, stripe: &str, replicas: usize) -> Outcome<Self> {
        let path = program.canonicalize().map_err(|error| format!("{}: {error}", program.display()))?;
        let (database, stripe) = (database.url().to_owned(), stripe.to_owned());
        let program = Program { path, folder: folder.to_owned(), database, stripe, more: Vec::new() };
        let replicas = (0..replicas).map(|_| {
            let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
            Ok::<_, std::io::Error>(Replica { address, child: None })
        });
        Ok(Self { program, replicas: replicas.collect::<Result<_, _>>()? })
    }

    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The environment of what is started from now on.
    pub fn set(&mut self, name: &'static str, value: &str) {
        self.program.more.push((name, value.to_owned()));
    }

    pub fn addresses(&self) -> Vec<String> {
        self.replicas.iter().map(|replica| format!("http://{}", replica.address)).collect()
    }

    /// Starts every server that is not running.
    pub fn start_all(&mut self) -> Outcome<()> {
        for number in 0..self.replicas.len() {
            if self.replicas[number].child.is_none() {
                self.start(number)?;
            }
        }
        Ok(())
    }

    /// Waits until every server serves.
    pub async fn ready(&self) -> Outcome<()> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        for address in self.addresses() {
            let began = Instant::now();
            while !http.get(format!("{address}/readyz")).send().await.is_ok_and(|answer| answer.status() == 200) {
                if began.elapsed() > START_WITHIN {
                    return Err("a server does not start".into());
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Ok(())
    }

    /// What the first server has used of the processors, where the system tells (Linux).
    pub async fn cpu_time(&self) -> Option<Duration> {
        let id = self.replicas.first()?.child.as_ref()?.id()?;
        let stat = tokio::fs::read_to_string(format!("/proc/{id}/stat")).await.ok()?;
        // After the name, which may contain anything: utime and stime, in hundredths of a second (proc(5)).
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        Some(Duration::from_millis(ticks * 10))
    }

    /// Resident memory of the first server in bytes, where the system tells (Linux).
    pub async fn memory(&self) -> Option<u64> {
        let id = self.replicas.first()?.child.as_ref()?.id()?;
        let status = tokio::fs::read_to_string(format!("/proc/{id}/status")).await.ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
    }

    fn start(&mut self, number: usize) -> Outcome<()> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.program.folder.join(format!("server-{number}.log")))?;
        let address = self.replicas[number].address.clone();
        let mut command = self.program.process();
        // They are one site.
        let site = format!("http://{}", self.replicas[0].address);
        command.arg("serve").env("LEPTOS_SITE_ADDR", &address).env("APP_URL", site);
        command.stdout(Stdio::null()).stderr(log);
        self.replicas[number].child = Some(command.spawn()?);
        Ok(())
    }

    /// SIGKILL, and at once another start.
    pub async fn kill_one(&mut self, random: &mut StdRng) -> Outcome<()> {
        let number = random.random_range(0..self.replicas.len());
        if let Some(mut child) = self.replicas[number].child.take() {
            if let Some(status) = child.try_wait()? {
                return Err(format!("server {number} ended by itself: {status}").into());
            }
            child.kill().await?;
        }
        self.start(number)
    }

    /// SIGTERM to all; each has to end by itself, and well.
    pub async fn stop_all(&mut self) -> Outcome<()> {
        for replica in &mut self.replicas {
            let Some(mut child) = replica.child.take() else { continue };
            let Some(id) = child.id() else { return Err("a server ended by itself".into()) };
            Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
            let status =
                tokio::time::timeout(STOP_WITHIN, child.wait()).await.map_err(|_| "a server does not stop")??;
            if !status.success() {
                return Err(format!("a server stopped with {status}").into());
            }
        }
        Ok(())
    }
}

impl Program {
    pub fn process(&self) -> Command {
        let mut command = Command::new(&self.path);
        command
            .current_dir(&self.folder)
            .env_clear()
            .env("DATABASE_URL", &self.database)
            .env("STRIPE_SECRET_KEY", "sk_test_converge")
            .env("STRIPE_WEBHOOK_SECRET", "whsec_converge")
            .env("STRIPE_API_BASE", &self.stripe)
            .env("STRIPE_RATE", "2000")
            .env("SYNC_ATTEMPTS", "5")
            .env("LEPTOS_OUTPUT_NAME", "app")
            .env("RUST_LOG", "info,sqlx=warn,sea_orm_migration=warn")
            .envs(self.more.iter().map(|(name, value)| (*name, value)))
            .kill_on_drop(true);
        command
    }

    /// Writes a file where the program runs, and returns its path.
    pub async fn write(&self, name: &str, text: &str) -> Outcome<String> {
        let path = self.folder.join(name);
        tokio::fs::write(&path, text).await?;
        Ok(path.display().to_string())
    }

    /// Runs a command of the program to its end, however that is: whether it succeeded, and what it said.
    pub async fn output(&self, args: &[&str]) -> Outcome<(bool, String)> {
        let output = self.process().args(args).output().await?;
        Ok((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// Runs a command of the program to its end.
    pub async fn run(&self, args: &[&str]) -> Outcome<()> {
        let output = self.process().args(args).output().await?;
        match output.status.success() {
            true => Ok(()),
            false => Err(format!("{args:?} failed: {}", String::from_utf8_lossy(&output.stderr)).into()),
        }
    }
}
