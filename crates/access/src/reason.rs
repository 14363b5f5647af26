//! Why a feature is not granted, or will end.

use serde::Serialize;

/// Of a feature that is not granted: why not. Of one that is granted: why it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// There is no plan.
    NoPlan,
    /// There is a plan, which does not include the feature.
    NotInPlan,
    /// No plan that can be bought includes the feature.
    NotOffered,
    /// The plan is on trial, and the policy grants nothing then.
    Trial,
    /// A payment failed, and is retried. While the grace lasts, the feature is granted.
    PastDue,
    /// Payments failed, and are not retried any more.
    Unpaid,
    /// The first payment is missing.
    Incomplete,
    /// The plan is paused.
    Paused,
    /// The company has paused charging.
    CollectionPaused,
    /// The plan is set to end.
    Canceling,
    /// The plan was canceled. The feature is granted as long as the period that was paid lasts.
    Canceled,
    /// The plan's state at Stripe is not known.
    Unknown,
    /// The company gave it for a time.
    Grant,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::NoPlan,
        Self::NotInPlan,
        Self::NotOffered,
        Self::Trial,
        Self::PastDue,
        Self::Unpaid,
        Self::Incomplete,
        Self::Paused,
        Self::CollectionPaused,
        Self::Canceling,
        Self::Canceled,
        Self::Unknown,
        Self::Grant,
    ];
}
