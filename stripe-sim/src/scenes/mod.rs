//! Scenes: a customer in a named state of a subscription's life, because they have lived it.
//!
//! A scene is a script of API calls at times that are past, with everything between them that time brings: renewals,
//! failed payments, trials' ends. The clock stays where it is, so that an application on the real one agrees with
//! what it reads. `cast` checks who and what it is about, `clear` makes room, `life` keeps the times, and `scripts` is
//! what happens.

mod cast;
mod clear;
mod life;
mod methods;
mod money;
mod pauses;
mod plans;
mod scripts;
mod terms;
mod usage;

pub(crate) use cast::Cast;

use crate::error::Error;
use crate::params::choice;
use crate::render::Render;
use crate::state::{AfterFirstFailure, AfterRetries, Subscription};
use crate::tx::Tx;
use serde_json::Value;

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
    fn needs_price(self) -> bool {
        !matches!(self, Self::Nothing | Self::Deleted)
    }

    /// Nobody fails to pay for what is free.
    fn needs_amount(self) -> bool {
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
    fn needs_other(self) -> bool {
        matches!(self, Self::ChangeScheduled | Self::ItemScheduled)
    }
}

/// Answers with the customer's subscriptions, newest first. Refuses before anything is changed.
pub(crate) fn play(tx: &mut Tx<'_>, scene: Scene, cast: &Cast) -> Result<Vec<Value>, Error> {
    let roles = cast.check(tx, scene)?;
    clear::clear(tx, &cast.customer)?;
    let retries = match scene {
        Scene::Unpaid => AfterRetries::MarkUnpaid,
        Scene::PausedAfterRetries => AfterRetries::Pause,
        _ => tx.state().after_retries,
    };
    let first = match scene {
        Scene::PausedAtFirstPayment => AfterFirstFailure::Pause,
        _ => AfterFirstFailure::LeavePastDue,
    };
    let dunning = (retries, first);
    tx.with_dunning(dunning, |tx| scripts::play(tx, scene, &cast.customer, &roles))?;
    let own = tx.state().subscriptions.with("customer", &cast.customer).rev();
    Ok(own.map(|subscription: &Subscription| subscription.render(tx.state())).collect())
}
