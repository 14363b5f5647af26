//! Bringing one customer in step with Stripe while a page waits: whoever comes back from there wants to
//! see what they did.

use std::time::Duration;

use mirror::{StripeObject, SyncError, entity::customer, sync};
use sea_orm::EntityTrait;
use tokio::time::Instant;

use crate::{billing::Billing, refreshed::Refreshed};

/// How long the page waits.
const PATIENCE: Duration = Duration::from_secs(2);

/// When a refresh that could not be made now is made up for: before the page looks again. Whoever loads
/// the page in a loop causes no more than one refetch in this time.
const POSTPONED_BY: Duration = Duration::from_secs(2);

impl Billing {
    /// Brings the customer (`cus_…`) in step with Stripe before a page is shown, for two seconds at most. However
    /// fresh the rows are, they may be from before: only a fetch that begins from now on counts.
    ///
    /// What takes longer goes on by itself. What cannot be done now, because Stripe does not answer, is left to the
    /// worker: nothing is skipped.
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
            tracing::error!(stripe.customer_id = stripe_customer_id, error = %error, "the refresh could not be put off");
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
                    // What could be read is in step; the rest has been put off already, and for longer each time.
                    SyncError::Unreadable(_) => Refreshed::InStep,
                    error if error.is_transient() => self.refresh_later(id).await,
                    _ => Refreshed::Late,
                }
            }
        }
    }

    /// Unless somebody else's fetch that began after `seen` was read is written already: then theirs will do.
    async fn fetch_since(&self, seen: &customer::Model) -> Result<(), SyncError> {
        let now = customer::Entity::find_by_id(seen.stripe_customer_id.as_str()).one(&self.mirror.db).await?;
        if now.is_some_and(|now| now.last_applied_fetch > seen.last_started_fetch) {
            return Ok(());
        }
        sync(&self.mirror, &self.stripe, &seen.stripe_customer_id).await.map(drop)
    }
}
