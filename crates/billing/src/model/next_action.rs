//! What a customer can do next about a plan.

/// Something the customer can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextAction {
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
