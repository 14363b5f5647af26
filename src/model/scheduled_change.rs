//! What a subscription schedule changes, as far as one sentence can tell it.

use super::{Money, Period};

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
