//! Where somebody stands with a plan: what is so now, what comes next, and what can be done about
//! it. docs/ACCOUNT.md lists every standing with its sentence and its steps.

use time::OffsetDateTime;

use super::{InvoiceUrl, Money};

/// Every state that a customer can be in, with the facts its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not a customer yet.
    Free,
    /// A customer without plan, payment method or invoice: the portal would be all but empty.
    NothingOnFile,
    /// The customer was deleted in Stripe, and all plans with it.
    CustomerDeleted,
    /// On trial, and it goes on afterwards: for this amount, if that is known.
    Trialing {
        ends: OffsetDateTime,
        then: Option<Money>,
    },
    /// On trial, with nothing to pay with afterwards.
    TrialingWithoutPaymentMethod {
        ends: OffsetDateTime,
    },
    Active {
        renews: OffsetDateTime,
        amount: Option<Money>,
    },
    /// Active, but the period is over: news is on its way.
    Renewing,
    /// Canceled for later; until then nothing changes.
    Canceling {
        ends: OffsetDateTime,
    },
    /// Another plan from then on.
    ChangeScheduled {
        at: OffsetDateTime,
        to: String,
    },
    /// Nothing is charged for now, by the seller's choice.
    CollectionPaused {
        resumes: Option<OffsetDateTime>,
    },
    /// A payment failed; Stripe goes on trying.
    PastDue {
        due: Option<Due>,
    },
    /// A payment failed, and Stripe has given up trying.
    Unpaid {
        due: Option<Due>,
    },
    /// The first payment is not complete; 23 hours after the start it will be too late.
    Incomplete {
        due: Option<Due>,
    },
    IncompleteExpired,
    /// The trial ended with nothing to pay with; now there is something.
    Paused,
    /// The trial ended with nothing to pay with.
    PausedWithoutPaymentMethod,
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
}

/// What is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub amount: Money,
    pub since: OffsetDateTime,
    /// When Stripe tries again to collect it.
    pub next_attempt: Option<OffsetDateTime>,
    /// Where it can be paid.
    pub page: Option<InvoiceUrl>,
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
    PayInvoice(InvoiceUrl),
    /// To the portal's home, where a scheduled change can be seen and taken back.
    ReviewChange,
    /// To the portal's home, when nothing better is known.
    OpenPortal,
}

impl Standing {
    /// The steps that lead on from here, the best one first; never none.
    ///
    /// Only what the portal can do is offered. A schedule blocks changing and canceling, a
    /// subscription that is paused or incomplete cannot be changed. Source: Stripe's documentation
    /// of the portal's limits.
    pub fn steps(&self) -> Vec<Step> {
        match self {
            Self::Free | Self::NothingOnFile | Self::CustomerDeleted | Self::IncompleteExpired => vec![Step::ViewPlans],
            Self::Trialing { .. } | Self::Active { .. } | Self::Renewing | Self::CollectionPaused { .. } => {
                vec![Step::UpdatePaymentMethod, Step::ChangePlan, Step::CancelPlan]
            }
            Self::TrialingWithoutPaymentMethod { .. } => {
                vec![Step::AddPaymentMethod, Step::ChangePlan, Step::CancelPlan]
            }
            Self::Canceling { .. } => vec![Step::KeepPlan, Step::UpdatePaymentMethod],
            Self::ChangeScheduled { .. } => vec![Step::ReviewChange, Step::UpdatePaymentMethod],
            Self::PastDue { due } => {
                let pay = due.as_ref().and_then(Due::pay);
                [Step::UpdatePaymentMethod].into_iter().chain(pay).chain([Step::CancelPlan]).collect()
            }
            Self::Unpaid { due } | Self::Incomplete { due } => {
                let pay = due.as_ref().and_then(Due::pay);
                pay.into_iter().chain([Step::UpdatePaymentMethod]).collect()
            }
            Self::Paused => vec![Step::ResumePlan, Step::UpdatePaymentMethod],
            Self::PausedWithoutPaymentMethod => vec![Step::AddPaymentMethod],
            Self::CanceledPaidUntil { .. } | Self::Ended { .. } => vec![Step::SubscribeAgain],
            Self::Unknown => vec![Step::OpenPortal],
        }
    }

    /// Whether something is lost if the customer does nothing.
    pub fn needs_attention(&self) -> bool {
        matches!(
            self,
            Self::TrialingWithoutPaymentMethod { .. }
                | Self::PastDue { .. }
                | Self::Unpaid { .. }
                | Self::Incomplete { .. }
                | Self::Paused
                | Self::PausedWithoutPaymentMethod
        )
    }
}

impl Due {
    fn pay(&self) -> Option<Step> {
        self.page.clone().map(Step::PayInvoice)
    }
}
