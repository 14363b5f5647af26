//! The report: as text, and as failures for the exit status.

use std::{collections::BTreeMap, fmt, time::Duration};

use crate::attackers::Attack;

/// How often each outcome was seen.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<String, usize>);

impl Tally {
    pub fn add(&mut self, outcome: impl Into<String>) {
        *self.0.entry(outcome.into()).or_default() += 1;
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn total(&self) -> usize {
        self.0.values().sum()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcomes: Vec<_> = self.0.iter().map(|(outcome, times)| format!("{times} × {outcome}")).collect();
        f.write_str(&outcomes.join(", "))
    }
}

/// Ordinary pages: how long they took, and what came instead of a page.
#[derive(Debug, Default)]
pub struct Pages {
    times: Vec<Duration>,
    pub failed: Tally,
}

impl Pages {
    pub fn add(&mut self, page: Result<Duration, String>) {
        match page {
            Ok(time) => self.times.push(time),
            Err(reason) => self.failed.add(reason),
        }
    }

    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    fn percentile(&self, percent: usize) -> Duration {
        let mut times = self.times.clone();
        times.sort();
        times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

#[derive(Debug)]
pub struct Webhooks {
    pub sent: usize,
    /// How often one had to be sent again.
    pub repeated: usize,
}

#[derive(Debug, Default)]
pub struct SignIns {
    pub times: Vec<Duration>,
    pub refused: usize,
}

#[derive(Debug)]
pub struct Report {
    pub calm: Pages,
    pub besieged: Pages,
    pub webhooks: Webhooks,
    /// How many of the webhooks are in the database in the end.
    pub stored: usize,
    pub sign_ins: SignIns,
    /// Resident memory of the server in bytes, where the system tells.
    pub memory_before: Option<u64>,
    pub memory_peak: Option<u64>,
    pub memory_after: Option<u64>,
    /// How much it may grow, in bytes.
    pub memory_limit: u64,
    /// How soon after the siege all was as before; `None`: not in time.
    pub recovered: Option<Duration>,
    /// Whether the server stopped when it was asked to.
    pub stopped: Result<(), String>,
    pub tallies: Vec<(Attack, Tally)>,
}

impl Report {
    /// What was promised and not held.
    pub fn failures(&self) -> Vec<String> {
        let mut failures = Vec::new();
        if !self.calm.failed.is_empty() {
            failures.push(format!("pages failed before the siege: {}", self.calm.failed));
        }
        if !self.besieged.failed.is_empty() {
            failures.push(format!("ordinary pages were refused or failed: {}", self.besieged.failed));
        }
        if self.stored < self.webhooks.sent {
            failures.push(format!("{} webhooks were lost", self.webhooks.sent - self.stored));
        }
        if let Some(growth) = self.growth().filter(|growth| *growth > self.memory_limit) {
            failures.push(format!("memory grew by {} MiB", growth / 1024 / 1024));
        }
        if self.recovered.is_none() {
            failures.push("the pages did not become as fast as before".to_owned());
        }
        failures.extend(self.stopped.as_ref().err().cloned());
        failures
    }

    fn growth(&self) -> Option<u64> {
        Some(self.memory_peak?.saturating_sub(self.memory_before?))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { calm, besieged, webhooks, sign_ins, .. } = self;
        writeln!(f, "pages in peace    {}", spread(calm))?;
        writeln!(
            f,
            "pages besieged    {}: {:.1} and {:.1} times as long",
            spread(besieged),
            ratio(besieged, calm, 50),
            ratio(besieged, calm, 99)
        )?;
        writeln!(
            f,
            "webhooks          {} sent, {} stored; sent again {} times",
            webhooks.sent, self.stored, webhooks.repeated
        )?;
        let slowest = sign_ins.times.iter().max().copied().unwrap_or_default();
        writeln!(
            f,
            "honest sign-ins   {}, {} refused, slowest {}",
            sign_ins.times.len(),
            sign_ins.refused,
            milliseconds(slowest)
        )?;
        writeln!(
            f,
            "resident memory   {} before, {} at most, {} after",
            mebibytes(self.memory_before),
            mebibytes(self.memory_peak),
            mebibytes(self.memory_after)
        )?;
        match self.recovered {
            Some(time) => writeln!(f, "as before         after {:.1} s", time.as_secs_f64())?,
            None => writeln!(f, "as before         not in time")?,
        }
        for (attack, tally) in &self.tallies {
            write!(f, "\n{attack:24}{tally}")?;
        }
        Ok(())
    }
}

fn spread(pages: &Pages) -> String {
    format!(
        "{}, {} refused or failed, p50 {}, p99 {}",
        pages.times.len() + pages.failed.total(),
        pages.failed.total(),
        milliseconds(pages.percentile(50)),
        milliseconds(pages.percentile(99))
    )
}

fn ratio(pages: &Pages, calm: &Pages, percent: usize) -> f64 {
    pages.percentile(percent).as_secs_f64() / calm.percentile(percent).as_secs_f64().max(f64::MIN_POSITIVE)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn mebibytes(bytes: Option<u64>) -> String {
    bytes.map_or_else(|| "unknown".to_owned(), |bytes| format!("{} MiB", bytes / 1024 / 1024))
}
