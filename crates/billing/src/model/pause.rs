//! Why a plan is paused, and what ends that; and what is paused of its payments alone.

use time::OffsetDateTime;

use crate::model::{due::Due, next_action::NextAction};

/// Why a subscription is paused. Source: Stripe's `status_details.paused.subscription.type`, since 2026-09-30.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseReason {
    /// The trial ended with nothing to pay with.
    TrialEnd,
    /// The customer did it in the portal, or somebody for them.
    Requested,
    /// A payment failed at the first attempt.
    FirstPayment,
    /// A payment failed at the last attempt.
    FinalPayment,
    /// Stripe did it by itself.
    System,
    /// Stripe does not say, or says what is newer than this program.
    Unknown,
}

/// What makes a paused plan go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayOn {
    /// Paying what is open: of the payment that failed, or of resuming that was asked for and not paid.
    Pay(Due),
    /// Resuming it: there is something to pay with.
    Resume,
    AddPaymentMethod,
    /// Nothing the customer could do: Stripe resumes no subscription whose invoices are sent.
    Seller,
}

/// Nothing is charged for now, by the seller's choice, while the plan goes on. Source: Stripe's `pause_collection`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionPause {
    pub resumes: Option<OffsetDateTime>,
    /// What falls due meanwhile is collected later.
    pub collected_later: bool,
}

impl PauseReason {
    /// Whether a payment would end it.
    pub fn is_for_want_of_payment(self) -> bool {
        matches!(self, Self::FirstPayment | Self::FinalPayment)
    }

    /// Reads Stripe's word.
    pub fn from_stripe(word: Option<&str>) -> Self {
        match word {
            Some("trial_end_without_payment_method") => Self::TrialEnd,
            Some("pause_requested") => Self::Requested,
            Some("first_payment_failure") => Self::FirstPayment,
            Some("final_payment_failure") => Self::FinalPayment,
            Some("system") => Self::System,
            _ => Self::Unknown,
        }
    }
}

impl WayOn {
    /// The steps that lead on, the best one first.
    pub fn next_actions(&self) -> Vec<NextAction> {
        match self {
            Self::Pay(due) => {
                let pay = due.payable().map(|debt| NextAction::PayInvoice(debt.invoice.clone()));
                pay.into_iter().chain([NextAction::UpdatePaymentMethod]).collect()
            }
            Self::Resume => vec![NextAction::ResumePlan, NextAction::UpdatePaymentMethod],
            Self::AddPaymentMethod => vec![NextAction::AddPaymentMethod],
            Self::Seller => vec![NextAction::OpenPortal],
        }
    }
}
