//! Why a plan is paused, and what ends the pause; and pauses of payments only.

use time::OffsetDateTime;

use crate::model::{due::Due, next_action::NextAction};

/// Why a subscription is paused. Source: Stripe's `status_details.paused.subscription.type`, since 2026-09-30.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseReason {
    /// The trial ended without a payment method.
    TrialEnd,
    /// The customer, or somebody for them, paused it.
    Requested,
    /// A payment failed at the first attempt.
    FirstPayment,
    /// A payment failed at the last attempt.
    FinalPayment,
    /// Stripe paused it.
    System,
    /// Stripe gives no reason, or an unknown one.
    Unknown,
}

/// How a paused plan can be resumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayOn {
    /// Paying the open invoice: of the failed payment, or of an unpaid resumption.
    Pay(Due),
    /// Resuming it: there is a payment method.
    Resume,
    AddPaymentMethod,
    /// Only by the seller: Stripe does not resume a subscription whose invoices are sent.
    Seller,
}

/// The seller has paused charging, while the plan continues. Source: Stripe's `pause_collection`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionPause {
    pub resumes: Option<OffsetDateTime>,
    pub behavior: PauseBehavior,
}

/// What becomes of the invoices of a pause. Source: Stripe's `pause_collection.behavior`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseBehavior {
    /// They are collected later.
    KeepAsDraft,
    MarkUncollectible,
    Void,
    /// Stripe says none, or an unknown one.
    Unknown,
}

impl CollectionPause {
    /// Whether invoices of this time are collected later.
    pub fn collected_later(&self) -> bool {
        self.behavior == PauseBehavior::KeepAsDraft
    }
}

impl PauseBehavior {
    /// Reads Stripe's word.
    pub fn from_stripe(word: Option<&str>) -> Self {
        match word {
            Some("keep_as_draft") => Self::KeepAsDraft,
            Some("mark_uncollectible") => Self::MarkUncollectible,
            Some("void") => Self::Void,
            _ => Self::Unknown,
        }
    }
}

impl PauseReason {
    /// Whether the reason is a missing payment.
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
    /// The possible actions, the best one first.
    pub fn next_actions(&self) -> Vec<NextAction> {
        match self {
            Self::Pay(due) => {
                let pay = due.payable().map(|debt| NextAction::PayInvoice(debt.clone()));
                pay.into_iter().chain([NextAction::UpdatePaymentMethod]).collect()
            }
            Self::Resume => vec![NextAction::ResumePlan, NextAction::UpdatePaymentMethod],
            Self::AddPaymentMethod => vec![NextAction::AddPaymentMethod],
            Self::Seller => vec![NextAction::OpenPortal],
        }
    }
}
