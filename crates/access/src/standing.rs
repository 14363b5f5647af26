//! The standing of an account, in one word for programs.

use serde::Serialize;

/// The standing of the account's first plan. docs/ACCESS.md says what each of them grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessStanding {
    /// There never was a plan.
    None,
    Trialing,
    Active,
    /// Active or on trial, and set to end.
    Canceling,
    PastDue,
    Unpaid,
    Incomplete,
    Paused,
    /// Active or on trial, and not charged for a time.
    CollectionPaused,
    /// Canceled, within a period that was paid.
    CanceledPaidUntil,
    Ended,
    Unknown,
}

impl AccessStanding {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::None,
        Self::Trialing,
        Self::Active,
        Self::Canceling,
        Self::PastDue,
        Self::Unpaid,
        Self::Incomplete,
        Self::Paused,
        Self::CollectionPaused,
        Self::CanceledPaidUntil,
        Self::Ended,
        Self::Unknown,
    ];

    /// Whether there is no plan any more.
    pub(crate) fn is_over(self) -> bool {
        matches!(self, Self::None | Self::CanceledPaidUntil | Self::Ended)
    }
}
