//! The portal's enabled features, so that a disabled flow is not even tried.

use std::{sync::Arc, time::Duration};

use database::Database;
use mirror::installation;
use moka::future::Cache;
use portal_config::{PortalFeatures, in_force};
use stripe::{StripeClient, StripeError, StripeErrorKind};

/// Cache TTL; a change in the Dashboard is noticed by then, and until then Stripe rejects disabled flows.
const TTL: Duration = Duration::from_mins(1);

/// How long a click waits for the features. After that the portal is opened without them, and
/// Stripe may refuse the flow.
const PATIENCE: Duration = Duration::from_secs(1);

/// The maximum number of cached configurations. Usually there is one, and for a minute its
/// successor.
const MOST: u64 = 16;

/// By configuration (`bpc_…`, or `None` for Stripe's default); the value is `None` if it is
/// unknown.
type Features = Cache<Option<String>, Option<Arc<PortalFeatures>>>;

/// The features of the configuration in use. Concurrent clicks make one request, and a failure is
/// cached too, so that not every click waits for it.
#[derive(Clone, Debug)]
pub struct FeatureCache {
    fresh: Features,
    /// The last known features, used when Stripe does not answer.
    last_known: Features,
}

impl Default for FeatureCache {
    fn default() -> Self {
        Self { fresh: Cache::builder().max_capacity(MOST).time_to_live(TTL).build(), last_known: Cache::new(MOST) }
    }
}

impl FeatureCache {
    /// The features of this configuration, or of Stripe's default; `None` if they are unknown, and
    /// then Stripe decides. Stores whether plans can be paused, for pages that do not ask Stripe.
    pub async fn get(
        &self,
        db: &Database,
        stripe: &StripeClient,
        configuration: Option<&str>,
    ) -> Option<Arc<PortalFeatures>> {
        let key = configuration.map(str::to_owned);
        self.fresh.get_with(key, self.fetch(db, stripe, configuration)).await
    }

    async fn fetch(
        &self,
        db: &Database,
        stripe: &StripeClient,
        configuration: Option<&str>,
    ) -> Option<Arc<PortalFeatures>> {
        let key = configuration.map(str::to_owned);
        let fetched = tokio::time::timeout(PATIENCE, in_force(stripe, configuration));
        match fetched.await.unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut))) {
            Ok(found) => {
                let features = found.map(|found| Arc::new(found.features));
                let pause = features.as_ref().is_some_and(|features| features.subscription_pause == Some(true));
                if let Err(error) = installation::record_pause(db, pause).await {
                    tracing::warn!(error = %error, "whether plans can be paused could not be stored");
                }
                self.last_known.insert(key, features.clone()).await;
                features
            }
            Err(error) => {
                tracing::warn!(stripe.error = %error, "the portal's configuration could not be read");
                self.last_known.get(&key).await.flatten()
            }
        }
    }
}
