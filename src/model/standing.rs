//! Where somebody stands with a plan: what is so now, what comes next, and what can be done about
//! it. docs/ACCOUNT.md lists every standing with its sentence and its steps.

use time::OffsetDateTime;

use super::{Due, NextInvoice, PauseReason, ScheduledChange, Upcoming, WayOn};

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

/// Something the customer can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    ViewPlans,
    SubscribeAgain,
    ChangePlan,
    UpdatePaymentMethod,
    AddPaymentMethod,
    CancelPlan,
    /// Takes a cancellation back.
    KeepPlan,
    ResumePlan,
    /// For as long as the portal's configuration lets one choose.
    PausePlan,
    /// By its id (`in_…`).
    PayInvoice(String),
    /// To the portal's home, where a scheduled change can be seen and taken back.
    ReviewChange,
    /// To the portal's home, when nothing better is known.
    OpenPortal,
}

impl Standing {
    /// The steps that lead on from here, the best one first; never none.
    ///
    /// A scheduled change blocks changing and canceling, and what is paused or incomplete cannot be
    /// changed in the portal. Source: Stripe's documentation of its limits.
    pub fn steps(&self) -> Vec<Step> {
        match self {
            Self::Free
            | Self::NothingOnFile
            | Self::CustomerDeleted
            | Self::CustomerMissing
            | Self::IncompleteExpired => vec![Step::ViewPlans],
            Self::Trialing { .. } | Self::Active { .. } | Self::Renewing | Self::CollectionPaused { .. } => {
                vec![Step::UpdatePaymentMethod, Step::ChangePlan, Step::CancelPlan]
            }
            Self::TrialingWithoutPaymentMethod { .. } | Self::ActiveWithoutPaymentMethod { .. } => {
                vec![Step::AddPaymentMethod, Step::ChangePlan, Step::CancelPlan]
            }
            Self::Canceling { by_schedule: false, .. } => vec![Step::KeepPlan, Step::UpdatePaymentMethod],
            Self::Canceling { by_schedule: true, .. } => vec![Step::UpdatePaymentMethod],
            Self::ChangeScheduled { .. } => vec![Step::ReviewChange, Step::UpdatePaymentMethod],
            Self::PastDue { due, ends } => {
                let end = if ends.is_some() { Step::KeepPlan } else { Step::CancelPlan };
                card(due).into_iter().chain(pay(due)).chain([end]).collect()
            }
            Self::Unpaid { due, ends } => {
                let keep = ends.map(|_| Step::KeepPlan);
                pay(due).into_iter().chain(card(due)).chain(keep).collect()
            }
            Self::Incomplete { due, .. } => pay(due).into_iter().chain([Step::UpdatePaymentMethod]).collect(),
            Self::Paused { way_on, .. } => way_on.steps(),
            Self::CanceledPaidUntil { .. } | Self::Ended { .. } => vec![Step::SubscribeAgain],
            Self::Unknown => vec![Step::OpenPortal],
            Self::Owing { plan, due } => pay_of(due).into_iter().chain(plan.steps()).collect(),
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
fn card(due: &Option<Due>) -> Option<Step> {
    let by_hand = due.as_ref().is_some_and(|due| due.by_hand);
    (!by_hand).then_some(Step::UpdatePaymentMethod)
}

fn pay(due: &Option<Due>) -> Option<Step> {
    pay_of(due.as_ref()?)
}

fn pay_of(due: &Due) -> Option<Step> {
    due.payable().map(|debt| Step::PayInvoice(debt.invoice.clone()))
}
