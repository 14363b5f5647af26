//! Updating one customer from Stripe while a page waits: a customer who returns from Stripe wants
//! to see what they did.

use std::time::Duration;

use mirror::{StripeObject, SyncError, entity::customer, sync};
use sea_orm::EntityTrait;
use tokio::time::Instant;

use crate::{billing::Billing, refreshed::Refreshed};

/// How long the page waits.
const PATIENCE: Duration = Duration::from_secs(2);

/// The delay of a postponed refresh: shorter than the page's interval. Loading the page in a loop
/// causes at most one refetch in this time.
const POSTPONED_BY: Duration = Duration::from_secs(2);

impl Billing {
    /// Updates the customer (`cus_…`) from Stripe before a page is shown, for at most two seconds.
    /// Even recent rows may be older than the customer's change: only a fetch that starts now or
    /// later counts.
    ///
    /// A longer fetch continues in the background. If Stripe does not answer, the worker does it
    /// later.
    pub async fn refresh(&self, stripe_customer_id: &str) -> Refreshed {
        let by = Instant::now() + PATIENCE;
        let seen = customer::Entity::find_by_id(stripe_customer_id).one(&self.mirror.db).await;
        let Ok(Some(seen)) = seen else { return Refreshed::InStep };
        let Ok(turn) = tokio::time::timeout_at(by, self.turns.wait(stripe_customer_id)).await else {
            return self.refresh_later(stripe_customer_id).await;
        };
        let refreshing = tokio::spawn({
            let billing = self.clone();
            async move {
                let _turn = turn;
                billing.refresh_since(&seen).await
            }
        });
        match tokio::time::timeout_at(by, refreshing).await {
            Ok(Ok(refreshed)) => refreshed,
            _ => Refreshed::Late,
        }
    }

    /// Leaves the refresh to the worker.
    pub async fn refresh_later(&self, stripe_customer_id: &str) -> Refreshed {
        let object = StripeObject::Customer(stripe_customer_id.to_owned());
        if let Err(error) = self.mirror.refetch_later(&object, POSTPONED_BY).await {
            tracing::error!(stripe.customer_id = stripe_customer_id, error = %error, "the refresh could not be queued for the worker");
        }
        Refreshed::Late
    }

    async fn refresh_since(&self, seen: &customer::Model) -> Refreshed {
        let id = seen.stripe_customer_id.as_str();
        match self.fetch_since(seen).await {
            Ok(()) => Refreshed::InStep,
            Err(error) => {
                tracing::warn!(stripe.customer_id = id, error = %error, "the customer could not be refreshed");
                match error {
                    // What could be read is up to date; the rest is already queued, with growing
                    // pauses.
                    SyncError::Unreadable(_) => Refreshed::InStep,
                    error if error.is_transient() => self.refresh_later(id).await,
                    _ => Refreshed::Late,
                }
            }
        }
    }

    /// Fetches the customer, unless another fetch that started after `seen` was read has already
    /// been written.
    async fn fetch_since(&self, seen: &customer::Model) -> Result<(), SyncError> {
        let now = customer::Entity::find_by_id(seen.stripe_customer_id.as_str()).one(&self.mirror.db).await?;
        if now.is_some_and(|now| now.last_applied_fetch > seen.last_started_fetch) {
            return Ok(());
        }
        sync(&self.mirror, &self.stripe, &seen.stripe_customer_id).await.map(drop)
    }
}
