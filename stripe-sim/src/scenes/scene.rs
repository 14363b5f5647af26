//! The names of the scenes, and what each needs.

use crate::params::choice;

choice!(Scene {
    Nothing = "nothing",
    Trialing = "trialing",
    TrialingWithCard = "trialing_with_card",
    Active = "active",
    Canceling = "canceling",
    PastDue = "past_due",
    Unpaid = "unpaid",
    Incomplete = "incomplete",
    IncompleteExpired = "incomplete_expired",
    Paused = "paused",
    CollectionPaused = "collection_paused",
    ChangeScheduled = "change_scheduled",
    CanceledEarly = "canceled_early",
    Ended = "ended",
    Several = "several",
    CardExpiring = "card_expiring",
    Deleted = "deleted",
    Discounted = "discounted",
    Taxed = "taxed",
    Metered = "metered",
    PausedByRequest = "paused_by_request",
    PausedByStripe = "paused_by_stripe",
    PausedAfterRetries = "paused_after_retries",
    PausedAtFirstPayment = "paused_at_first_payment",
    UpdatePending = "update_pending",
    EndScheduled = "end_scheduled",
    ItemScheduled = "item_scheduled",
    BeginScheduled = "begin_scheduled",
    Refunded = "refunded",
    Credited = "credited",
    Disputed = "disputed",
    InCredit = "in_credit",
    FirstDebitProcessing = "first_debit_processing",
    DebitProcessing = "debit_processing",
    DebitFailed = "debit_failed",
    WalletCard = "wallet_card",
    Paypal = "paypal",
    Link = "link",
    LegacySource = "legacy_source",
});

impl Scene {
    pub(super) fn needs_price(self) -> bool {
        !matches!(self, Self::Nothing | Self::Deleted)
    }

    /// Nobody fails to pay for what is free.
    pub(super) fn needs_amount(self) -> bool {
        matches!(
            self,
            Self::PastDue
                | Self::Unpaid
                | Self::Incomplete
                | Self::IncompleteExpired
                | Self::Discounted
                | Self::PausedAfterRetries
                | Self::PausedAtFirstPayment
                | Self::UpdatePending
                | Self::Refunded
                | Self::FirstDebitProcessing
                | Self::DebitProcessing
                | Self::DebitFailed
                | Self::Credited
                | Self::Disputed
        )
    }

    /// A second price beside the first, or in its place.
    pub(super) fn needs_other(self) -> bool {
        matches!(self, Self::ChangeScheduled | Self::ItemScheduled)
    }
}
