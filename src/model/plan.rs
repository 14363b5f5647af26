//! What the account page says about somebody's plan.

use time::OffsetDateTime;

/// The plan in the terms of the page; derived by [`crate::server::billing::summarize`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSummary {
    /// The product's name, or "Free".
    pub plan: String,
    /// `None`: no subscription, shown as "N/A".
    pub status: Option<Status>,
    /// The end of the period that is paid for or being tried.
    pub period_end: Option<OffsetDateTime>,
    /// What happens next, if something does.
    pub next: Option<Next>,
}

/// What happens to the plan, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Renews(OffsetDateTime),
    /// The trial turns into the paid plan.
    TrialEnds(OffsetDateTime),
    Ends(OffsetDateTime),
    Ended(OffsetDateTime),
}

/// A subscription's status as Stripe defines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Incomplete,
    IncompleteExpired,
    Trialing,
    Active,
    PastDue,
    Unpaid,
    Paused,
    Canceled,
    /// A status newer than this program.
    Other,
}

impl Status {
    /// Reads Stripe's word.
    pub fn from_stripe(word: &str) -> Self {
        match word {
            "incomplete" => Self::Incomplete,
            "incomplete_expired" => Self::IncompleteExpired,
            "trialing" => Self::Trialing,
            "active" => Self::Active,
            "past_due" => Self::PastDue,
            "unpaid" => Self::Unpaid,
            "paused" => Self::Paused,
            "canceled" => Self::Canceled,
            _ => Self::Other,
        }
    }

    /// The word on the badge.
    pub fn label(self) -> &'static str {
        match self {
            Self::Incomplete => "Incomplete",
            Self::IncompleteExpired => "Expired",
            Self::Trialing => "Trialing",
            Self::Active => "Active",
            Self::PastDue => "Past due",
            Self::Unpaid => "Unpaid",
            Self::Paused => "Paused",
            Self::Canceled => "Canceled",
            Self::Other => "See portal",
        }
    }

    /// Whether it is over for good.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Canceled | Self::IncompleteExpired)
    }
}
