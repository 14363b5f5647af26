//! What a customer can do next about a plan.

use crate::model::due::Debt;

/// Something the customer can do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NextAction {
    ViewPlans,
    SubscribeAgain,
    ChangePlan,
    UpdatePaymentMethod,
    AddPaymentMethod,
    CancelPlan,
    /// Undo a cancellation.
    KeepPlan,
    ResumePlan,
    /// For a time that the portal lets the customer choose.
    PausePlan,
    PayInvoice(Debt),
    /// Open the portal's home page, which shows a scheduled change and can undo it.
    ReviewChange,
    /// Open the portal's home page, if there is no better action.
    OpenPortal,
}
