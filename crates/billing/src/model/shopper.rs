//! The visitor of the pricing page.

use time::OffsetDateTime;

use crate::model::standing::Standing;

/// A visitor of the pricing page. The default is a visitor who is not a customer yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shopper {
    pub plan: CurrentPlan,
    /// The prices (`price_…`) of the current plan.
    pub prices: Vec<String>,
    /// The currency in which they are billed (three letters, lower case), if they were ever billed.
    pub currency: Option<String>,
    /// Whether they had a trial of a plan: nobody gets a second one.
    pub has_tried: bool,
}

/// What the visitor's plan allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CurrentPlan {
    /// No plan: one can be bought.
    #[default]
    None,
    /// A plan that can be changed.
    Changeable,
    /// A plan that cannot be changed at the moment.
    Fixed(WhyFixed),
}

/// Why a plan cannot be changed on the pricing page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyFixed {
    /// Something is due first.
    Unpaid,
    /// The first payment is not complete.
    Incomplete,
    Paused,
    /// It is about to end.
    Canceling,
    /// A change is arranged already, for this time.
    Scheduled(OffsetDateTime),
    /// There are several plans, and the page cannot know which one is meant.
    Several,
    /// The portal cannot change it: several products, prices by usage, invoices that are sent, or a schedule.
    Other,
}

impl WhyFixed {
    /// Why a plan of this standing cannot be changed, where it cannot.
    pub(crate) fn of(standing: &Standing) -> Self {
        match standing.alone() {
            Standing::PastDue { .. } | Standing::Unpaid { .. } => Self::Unpaid,
            Standing::Incomplete { .. } => Self::Incomplete,
            Standing::Paused { .. } => Self::Paused,
            Standing::Canceling { by_schedule: false, .. } => Self::Canceling,
            Standing::ChangeScheduled { at, .. } => Self::Scheduled(*at),
            _ => Self::Other,
        }
    }
}
