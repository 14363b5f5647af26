//! Where somebody stands with a plan: what is so now, what comes next, and what can be done about
//! it. docs/ACCOUNT.md lists every standing with its sentence and its steps.

use time::OffsetDateTime;

use crate::model::{
    due::Due,
    next_action::NextAction,
    next_invoice::{NextInvoice, Upcoming},
    pause::{PauseReason, WayOn},
    schedule::ScheduledChange,
};

/// Every state that a customer can be in, with the facts its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not a customer yet.
    Free,
    /// A customer without plan, payment method or invoice: the portal would be all but empty.
    NothingOnFile,
    /// The customer was deleted in Stripe, and all plans with it.
    CustomerDeleted,
    /// Stripe does not know the customer: it is another account's, or test data that was removed.
    CustomerMissing,
    /// On trial, and it goes on afterwards: for this amount, if that is known.
    Trialing {
        ends: OffsetDateTime,
        then: Option<Upcoming>,
    },
    /// On trial, with nothing to pay with afterwards.
    TrialingWithoutPaymentMethod {
        ends: OffsetDateTime,
    },
    Active {
        renews: OffsetDateTime,
        amount: Option<Upcoming>,
    },
    /// Active, with nothing to pay with when it renews.
    ActiveWithoutPaymentMethod {
        renews: OffsetDateTime,
        amount: Option<Upcoming>,
    },
    /// Active, but the period is over: news is on its way.
    Renewing,
    Canceling {
        ends: OffsetDateTime,
        /// What is charged before that, if it goes on for longer than the period that is paid for.
        charge: Option<NextInvoice>,
        /// Ended by a schedule: only who made it can take that back.
        by_schedule: bool,
    },
    /// Something else from then on; and it may end later.
    ChangeScheduled {
        at: OffsetDateTime,
        change: ScheduledChange,
        ends: Option<OffsetDateTime>,
    },
    /// Nothing is charged for now, by the seller's choice.
    CollectionPaused {
        resumes: Option<OffsetDateTime>,
        /// What falls due meanwhile is collected later.
        collected_later: bool,
    },
    /// A payment failed; Stripe goes on trying. It may be canceled for later at the same time.
    PastDue {
        due: Option<Due>,
        ends: Option<OffsetDateTime>,
    },
    /// A payment failed, and Stripe has given up trying.
    Unpaid {
        due: Option<Due>,
        ends: Option<OffsetDateTime>,
    },
    /// The first payment is not complete, and has to be by then.
    Incomplete {
        due: Option<Due>,
        until: Option<OffsetDateTime>,
    },
    IncompleteExpired,
    /// Nothing is charged, and the plan rests, until something makes it go on.
    Paused {
        reason: PauseReason,
        since: Option<OffsetDateTime>,
        way_on: WayOn,
        /// When it is canceled for good.
        ends: Option<OffsetDateTime>,
    },
    /// Canceled at once, in the middle of a period that was paid for.
    CanceledPaidUntil {
        canceled: OffsetDateTime,
        until: OffsetDateTime,
    },
    Ended {
        at: Option<OffsetDateTime>,
    },
    /// In a state newer than this program.
    Unknown,
    /// It stands so whether or not they are paid, and there are invoices to be paid.
    Owing {
        plan: Box<Self>,
        due: Due,
    },
}

impl Standing {
    /// The steps that lead on from here, the best one first; never none.
    ///
    /// A scheduled change blocks changing and canceling, and what is paused or incomplete cannot be
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

    /// Where it would stand if nothing were owed.
    pub fn alone(&self) -> &Self {
        match self {
            Self::Owing { plan, .. } => plan,
            other => other,
        }
    }

    /// What is owed for it.
    pub fn due(&self) -> Option<&Due> {
        match self {
            Self::PastDue { due, .. } | Self::Unpaid { due, .. } | Self::Incomplete { due, .. } => due.as_ref(),
            Self::Paused { way_on: WayOn::Pay(due), .. } | Self::Owing { due, .. } => Some(due),
            _ => None,
        }
    }

    /// Whether something is lost if the customer does nothing.
    pub fn needs_attention(&self) -> bool {
        match self {
            Self::TrialingWithoutPaymentMethod { .. } | Self::ActiveWithoutPaymentMethod { .. } => true,
            Self::PastDue { due, .. } | Self::Unpaid { due, .. } | Self::Incomplete { due, .. } => {
                !due.as_ref().is_some_and(Due::is_processing)
            }
            Self::Paused { way_on: WayOn::Pay(due), .. } => !due.is_processing(),
            // It rests because somebody wanted it to.
            Self::Paused { reason, .. } => *reason != PauseReason::Requested,
            Self::Owing { plan, due } => due.overdue().is_some() || plan.needs_attention(),
            _ => false,
        }
    }
}

/// Invoices that are sent are paid by hand.
fn card(due: &Option<Due>) -> Option<NextAction> {
    let by_hand = due.as_ref().is_some_and(|due| due.by_hand);
    (!by_hand).then_some(NextAction::UpdatePaymentMethod)
}

fn pay(due: &Option<Due>) -> Option<NextAction> {
    pay_of(due.as_ref()?)
}

fn pay_of(due: &Due) -> Option<NextAction> {
    due.payable().map(|debt| NextAction::PayInvoice(debt.invoice.clone()))
}
