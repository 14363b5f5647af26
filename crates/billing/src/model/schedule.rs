//! What a subscription schedule changes, as far as one sentence can tell it, and what it forbids.

use crate::model::{money::Money, next_action::NextAction, period::Period};

/// Whether a schedule manages a subscription, and what Stripe refuses for that reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    None,
    /// One without a phase to come. Whether the subscription ends is still for the schedule to say.
    Settled,
    /// A phase is to come. Until then the portal neither changes nor cancels the subscription.
    ToCome,
}

impl Schedule {
    /// Whether Stripe refuses the step. Sources: Stripe's error "managed by the subscription schedule", and Stripe's
    /// word at <https://github.com/invertase/stripe-firebase-extensions/issues/158>.
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
    /// The whole plan becomes another one, or another number of it.
    To(NewPlan),
    /// The same plan is billed at another interval.
    Interval {
        every: Period,
        /// `None` where it is no fixed amount.
        amount: Option<Money>,
    },
    /// One thing of several becomes another.
    Replaces {
        from: String,
        to: NewPlan,
    },
    /// Another number of one thing of several.
    Quantity(NewPlan),
    Adds(NewPlan),
    /// By its name.
    Removes(String),
    /// Several of these, or something else: a discount that begins or ends, a trial.
    Other,
}

/// What a change leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    pub name: String,
    pub quantity: i64,
    /// For all of them; `None` where it is no fixed amount.
    pub amount: Option<Money>,
    pub every: Option<Period>,
}
