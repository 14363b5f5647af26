//! The standing of a plan: its state, what comes next, and what the customer can do.
//! docs/ACCOUNT.md lists every standing with its sentence and its actions.

use time::OffsetDateTime;

use crate::model::{
    due::Due,
    next_action::NextAction,
    next_invoice::{NextInvoice, Upcoming},
    pause::{PauseBehavior, PauseReason, WayOn},
    schedule::ScheduledChange,
};

/// Every state of a customer or plan, with the facts for its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not a customer yet.
    Free,
    /// A customer without plan, payment method or invoice: the portal would be nearly empty.
    NothingOnFile,
    /// The customer was deleted in Stripe, and all plans with it.
    CustomerDeleted,
    /// Stripe does not know the customer: it belongs to another account, or was deleted test data.
    CustomerMissing,
    /// On trial, and continues afterwards, for this amount if it is known.
    Trialing {
        ends: OffsetDateTime,
        then: Option<Upcoming>,
    },
    /// On trial, without a payment method for afterwards.
    TrialingWithoutPaymentMethod {
        ends: OffsetDateTime,
    },
    Active {
        renews: OffsetDateTime,
        amount: Option<Upcoming>,
    },
    /// Active, without a payment method for the renewal.
    ActiveWithoutPaymentMethod {
        renews: OffsetDateTime,
        amount: Option<Upcoming>,
    },
    /// Active, but the period is over: the renewal's event has not arrived yet.
    Renewing,
    Canceling {
        ends: OffsetDateTime,
        /// The invoice before the end, if the plan ends after the paid period.
        charge: Option<NextInvoice>,
        /// Whether a schedule ends it: only the schedule's author can undo that.
        by_schedule: bool,
        /// Whether it ends with its trial, or in it.
        on_trial: bool,
    },
    /// A change at a known time; it may also end later.
    ChangeScheduled {
        at: OffsetDateTime,
        change: ScheduledChange,
        ends: Option<OffsetDateTime>,
    },
    /// The seller has paused charging.
    CollectionPaused {
        resumes: Option<OffsetDateTime>,
        behavior: PauseBehavior,
    },
    /// A payment failed and Stripe retries it. The plan may also be set to be canceled.
    PastDue {
        due: Option<Due>,
        ends: Option<OffsetDateTime>,
    },
    /// A payment failed, and Stripe has stopped retrying.
    Unpaid {
        due: Option<Due>,
        ends: Option<OffsetDateTime>,
    },
    /// The first payment is not complete; it has a deadline.
    Incomplete {
        due: Option<Due>,
        until: Option<OffsetDateTime>,
    },
    IncompleteExpired,
    /// The plan is paused and nothing is charged until it is resumed.
    Paused {
        reason: PauseReason,
        since: Option<OffsetDateTime>,
        way_on: WayOn,
        /// When it will be canceled.
        ends: Option<OffsetDateTime>,
    },
    /// Canceled immediately, within a paid period.
    CanceledPaidUntil {
        canceled: OffsetDateTime,
        until: OffsetDateTime,
    },
    Ended {
        at: Option<OffsetDateTime>,
    },
    /// An unknown state.
    Unknown,
    /// Another standing, with invoices to be paid that do not change it.
    Owing {
        plan: Box<Self>,
        due: Due,
    },
}

impl Standing {
    /// The possible actions, the best one first; never empty.
    ///
    /// A scheduled change blocks changing and canceling. A paused or incomplete plan cannot be
    /// changed in the portal. Source: Stripe's documentation of its limits.
    pub fn next_actions(&self) -> Vec<NextAction> {
        match self {
            Self::Free
            | Self::NothingOnFile
            | Self::CustomerDeleted
            | Self::CustomerMissing
            | Self::IncompleteExpired => vec![NextAction::ViewPlans],
            Self::Trialing { .. } | Self::Active { .. } | Self::Renewing | Self::CollectionPaused { .. } => {
                vec![NextAction::UpdatePaymentMethod, NextAction::ChangePlan, NextAction::CancelPlan]
            }
            Self::TrialingWithoutPaymentMethod { .. } | Self::ActiveWithoutPaymentMethod { .. } => {
                vec![NextAction::AddPaymentMethod, NextAction::ChangePlan, NextAction::CancelPlan]
            }
            Self::Canceling { by_schedule: false, .. } => vec![NextAction::KeepPlan, NextAction::UpdatePaymentMethod],
            Self::Canceling { by_schedule: true, .. } => vec![NextAction::UpdatePaymentMethod],
            Self::ChangeScheduled { .. } => vec![NextAction::ReviewChange, NextAction::UpdatePaymentMethod],
            Self::PastDue { due, ends } => {
                let end = if ends.is_some() { NextAction::KeepPlan } else { NextAction::CancelPlan };
                card(due).into_iter().chain(pay(due)).chain([end]).collect()
            }
            Self::Unpaid { due, ends } => {
                let keep = ends.map(|_| NextAction::KeepPlan);
                pay(due).into_iter().chain(card(due)).chain(keep).collect()
            }
            Self::Incomplete { due, .. } => pay(due).into_iter().chain([NextAction::UpdatePaymentMethod]).collect(),
            Self::Paused { way_on, .. } => way_on.next_actions(),
            Self::CanceledPaidUntil { .. } | Self::Ended { .. } => vec![NextAction::SubscribeAgain],
            Self::Unknown => vec![NextAction::OpenPortal],
            Self::Owing { plan, due } => pay_of(due).into_iter().chain(plan.next_actions()).collect(),
        }
    }

    /// The standing without what is owed.
    pub fn alone(&self) -> &Self {
        match self {
            Self::Owing { plan, .. } => plan,
            other => other,
        }
    }

    /// The debt, if any.
    pub fn due(&self) -> Option<&Due> {
        match self {
            Self::PastDue { due, .. } | Self::Unpaid { due, .. } | Self::Incomplete { due, .. } => due.as_ref(),
            Self::Paused { way_on: WayOn::Pay(due), .. } | Self::Owing { due, .. } => Some(due),
            _ => None,
        }
    }

    /// Whether the customer loses something by doing nothing.
    pub fn needs_attention(&self) -> bool {
        match self {
            Self::TrialingWithoutPaymentMethod { .. } | Self::ActiveWithoutPaymentMethod { .. } => true,
            Self::PastDue { due, .. } | Self::Unpaid { due, .. } | Self::Incomplete { due, .. } => {
                !due.as_ref().is_some_and(Due::is_processing)
            }
            Self::Paused { way_on: WayOn::Pay(due), .. } => !due.is_processing(),
            // A requested pause needs no attention.
            Self::Paused { reason, .. } => *reason != PauseReason::Requested,
            Self::Owing { plan, due } => due.overdue().is_some() || plan.needs_attention(),
            _ => false,
        }
    }
}

/// The action for a card; none if invoices are sent, which are paid by hand.
fn card(due: &Option<Due>) -> Option<NextAction> {
    let by_hand = due.as_ref().is_some_and(|due| due.by_hand);
    (!by_hand).then_some(NextAction::UpdatePaymentMethod)
}

fn pay(due: &Option<Due>) -> Option<NextAction> {
    pay_of(due.as_ref()?)
}

fn pay_of(due: &Due) -> Option<NextAction> {
    due.payable().map(|debt| NextAction::PayInvoice(debt.clone()))
}
