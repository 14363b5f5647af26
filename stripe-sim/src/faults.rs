//! Scripted failures of the API: "the next three calls to X answer Y", "one call in ten answers Z".

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// When, in the life of a request, it goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// In front of the API: nothing happened, and no idempotency key remembers it.
    #[default]
    Before,
    /// The API itself failed: nothing happened, and the answer replays for its idempotency key.
    During,
    /// All was done, and then the answer was lost. It replays for its idempotency key.
    After,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Answer {
    /// Stripe's own error JSON. `error` overrides fields of the usual one for the status.
    Error {
        status: u16,
        #[serde(default)]
        retry_after: Option<u32>,
        /// `Stripe-Should-Retry`: some libraries retry a 429 only when they are told to.
        #[serde(default)]
        should_retry: Option<bool>,
        #[serde(default)]
        error: serde_json::Map<String, Value>,
    },
    /// What a gateway says when there is nothing behind it.
    Html { status: u16 },
    /// No answer, until the client gives up.
    Hang,
    /// The connection is reset.
    Reset,
    /// The ordinary answer, late.
    Delay { ms: u64 },
}

impl Answer {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Error { .. } => "error",
            Self::Html { .. } => "html",
            Self::Hang => "hang",
            Self::Reset => "reset",
            Self::Delay { .. } => "delay",
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// How many calls it is for. If absent: one, or, with a `rate`, for all until it is taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<u32>,
    /// How many of a hundred calls it hits, drawn from `seed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<u8>,
    #[serde(default)]
    pub seed: u64,
    /// How often it was drawn for.
    #[serde(skip)]
    drawn: u64,
    /// Any method, if absent.
    #[serde(default)]
    pub method: Option<String>,
    /// Exact, or a beginning when it ends in `*`.
    pub path: String,
    #[serde(default)]
    pub stage: Stage,
    pub answer: Answer,
}

impl Fault {
    fn matches(&self, method: &str, path: &str) -> bool {
        let method_fits = self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
        let path_fits = match self.path.strip_suffix('*') {
            Some(beginning) => path.starts_with(beginning),
            None => path == self.path,
        };
        method_fits && path_fits
    }

    /// Whether this call is one of those it hits. The same seed hits the same calls.
    fn hits(&mut self) -> bool {
        let Some(rate) = self.rate else { return true };
        self.drawn += 1;
        StdRng::seed_from_u64(self.seed ^ self.drawn.rotate_left(32)).random_range(0..100) < rate
    }

    /// Uses up one of its calls: whether any are left.
    fn use_up(&mut self) -> bool {
        self.calls = self.calls.map(|calls| calls.saturating_sub(1));
        self.calls != Some(0)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn add(&self, mut fault: Fault) {
        if fault.rate.is_none() {
            fault.calls.get_or_insert(1);
        }
        self.lock().push(fault);
    }

    /// The fault to inject into this call; the oldest that matches is used up first.
    pub fn take(&self, method: &str, path: &str) -> Option<Fault> {
        let mut faults = self.lock();
        let index = faults.iter_mut().position(|fault| fault.matches(method, path) && fault.hits())?;
        let fault = faults.get_mut(index)?;
        let taken = fault.clone();
        if !fault.use_up() {
            faults.remove(index);
        }
        Some(taken)
    }

    pub fn all(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    pub fn clear(&self) {
        self.lock().clear();
    }
}
