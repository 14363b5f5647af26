//! What the doctor says.

use serde::Serialize;
use stripe::{Mode, StripeError, StripeErrorKind};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Well.
    Green,
    /// It works, and something should be looked at.
    Yellow,
    /// Customers will notice.
    Red,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub level: Level,
    /// What was looked at, in one word.
    pub check: &'static str,
    pub what: String,
    /// What to do about it; nothing if it is well.
    #[serde(rename = "do")]
    pub remedy: Option<String>,
}

impl Finding {
    pub(super) fn green(check: &'static str, what: impl Into<String>) -> Self {
        Self { level: Level::Green, check, what: what.into(), remedy: None }
    }

    pub(super) fn yellow(check: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { level: Level::Yellow, check, what: what.into(), remedy: Some(remedy.into()) }
    }

    pub(super) fn red(check: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { level: Level::Red, check, what: what.into(), remedy: Some(remedy.into()) }
    }

    /// What could not be looked at, by Stripe's answer. `None` where the key may not ask for it: that is the
    /// key's finding.
    pub(super) fn unread(check: &'static str, what: &str, error: &StripeError) -> Option<Self> {
        if matches!(error.kind, StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied(_)) {
            return None;
        }
        let remedy = "run this again; if it stays so, ask Stripe's support, with the request id if there is one";
        Some(Self::yellow(check, format!("{what} could not be looked at: {error}"), remedy))
    }
}

/// Everything that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// `None` without a usable key.
    pub mode: Option<Mode>,
    pub findings: Vec<Finding>,
}

impl Report {
    /// The worst of all findings.
    pub fn verdict(&self) -> Level {
        self.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Green)
    }
}
