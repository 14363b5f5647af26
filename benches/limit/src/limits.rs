//! The limits, and whether they held.

use proof::Outcome;
use serde::Deserialize;

/// `limits.toml`; what the size of the download may be is read by `make size`.
#[derive(Debug, Deserialize)]
pub struct Limits {
    pub ratios: Ratios,
    pub memory: Memory,
}

/// How many times what the bare handler costs.
#[derive(Clone, Debug, Deserialize)]
pub struct Ratios {
    pub account_cpu: f64,
    pub account_cpu_with_a_browsers_headers: f64,
    pub account_p50: f64,
    pub portal_cpu: f64,
    pub access_cpu: f64,
    pub known_access_cpu: f64,
    pub access_cpu_at_a_million: f64,
    pub account_cpu_at_a_million: f64,
}

/// Resident, in MiB.
#[derive(Clone, Debug, Deserialize)]
pub struct Memory {
    pub idle: f64,
    pub after_load: f64,
}

impl Limits {
    pub fn read() -> Outcome<Self> {
        Ok(toml::from_str(include_str!("../limits.toml"))?)
    }
}

/// Compares figures with their limits as they come.
pub struct Check {
    pub limits: Limits,
    pub held: bool,
}

impl Check {
    pub fn new(limits: Limits) -> Self {
        Self { limits, held: true }
    }

    /// Prints it, and remembers whether it is above its limit.
    pub fn ratio(&mut self, what: &str, is: f64, limit: f64) {
        let verdict = if is <= limit { "" } else { ": ABOVE THE LIMIT" };
        println!("{what}: {is:.1}, at most {limit}{verdict}");
        self.held &= is <= limit;
    }
}
