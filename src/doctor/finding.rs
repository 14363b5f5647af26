//! The doctor's findings and its report.

use serde::Serialize;
use stripe::{Mode, StripeError, StripeErrorKind};

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// No problem.
    Green,
    /// It works, but something should be checked.
    Yellow,
    /// Customers will notice.
    Red,
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub level: Level,
    /// The subject of the check, in one word.
    pub check: &'static str,
    pub what: String,
    /// What to do about it; `None` if there is no problem.
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

    /// A check that failed with an error of Stripe's. `None` if the key lacks the permission: the
    /// check of the key reports that.
    pub(super) fn unread(check: &'static str, what: &str, error: &StripeError) -> Option<Self> {
        if matches!(error.kind, StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied(_)) {
            return None;
        }
        let remedy = "run this again; if it fails again, ask Stripe's support, with the request id if there is one";
        Some(Self::yellow(check, format!("{what} could not be checked: {error}"), remedy))
    }
}

/// All findings.
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
