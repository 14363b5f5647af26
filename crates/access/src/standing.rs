//! The standing of an account, in one word for programs.

use serde::Serialize;

/// The standing of the account's first subscription, in the order of the account page: plans of this site first, and
/// those that are paid first. docs/ACCESS.md says what each of them grants.
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

    /// Whether there is a plan that began and did not end.
    pub(crate) fn goes_on(self) -> bool {
        !matches!(self, Self::None | Self::Incomplete | Self::CanceledPaidUntil | Self::Ended)
    }
}
