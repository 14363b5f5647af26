//! A subscription's status. Only this file knows Stripe's words for it.

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
    /// An unknown status.
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

    /// Whether it has ended for good.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Canceled | Self::IncompleteExpired)
    }
}
