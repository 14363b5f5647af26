//! What a subscription schedule changes and forbids, in terms of one sentence.

use crate::model::{money::Money, next_action::NextAction, period::Period};

/// Whether a schedule manages a subscription, and what Stripe refuses for that reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    None,
    /// Without a future phase. The schedule still decides whether the subscription ends.
    Settled,
    /// With a future phase. Until then the portal neither changes nor cancels the subscription.
    ToCome,
}

impl Schedule {
    /// Whether Stripe refuses the action. Sources: Stripe's error "managed by the subscription
    /// schedule", and Stripe's word at
    /// <https://github.com/invertase/stripe-firebase-extensions/issues/158>.
    pub fn forbids(self, step: &NextAction) -> bool {
        match self {
            Self::None => false,
            Self::Settled => *step == NextAction::KeepPlan,
            Self::ToCome => matches!(step, NextAction::KeepPlan | NextAction::ChangePlan | NextAction::CancelPlan),
        }
    }
}

/// The next change that a schedule makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduledChange {
    /// The whole plan changes to another plan or quantity.
    To(NewPlan),
    /// The same plan with another interval.
    Interval {
        every: Period,
        /// `None` if it is not a fixed amount.
        amount: Option<Money>,
    },
    /// One of several items is replaced.
    Replaces {
        from: String,
        to: NewPlan,
    },
    /// The quantity of one of several items changes.
    Quantity(NewPlan),
    Adds(NewPlan),
    /// By its name.
    Removes(String),
    /// Several of these, or something else, such as a discount or a trial.
    Other,
}

/// The result of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    pub name: String,
    pub quantity: i64,
    /// For the whole quantity; `None` if it is not a fixed amount.
    pub amount: Option<Money>,
    pub every: Option<Period>,
}
