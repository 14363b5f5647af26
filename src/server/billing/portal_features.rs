//! What the portal is configured to allow, so that a flow that cannot run is not even tried.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::DatabaseConnection;

use crate::server::{
    db::{self, installation},
    portal_config::{PortalFeatures, in_force},
    stripe::{StripeClient, StripeError, StripeErrorKind},
};

/// How long an answer is believed: a change in the Dashboard is known a minute later, and until
/// then Stripe refuses what cannot be.
const FRESH: Duration = Duration::from_secs(60);

/// How long a click waits for it. The portal opens without: then it is for Stripe to refuse.
const PATIENCE: Duration = Duration::from_secs(1);

/// Since when, of which configuration, and what; a failure too, so that not every click waits for it.
type Remembered = (Instant, Option<String>, Option<Arc<PortalFeatures>>);

/// The features of the configuration in use, remembered for a minute.
#[derive(Clone, Debug, Default)]
pub struct FeatureCache(Arc<Mutex<Option<Remembered>>>);

impl FeatureCache {
    /// What this configuration, else Stripe's default one, allows; `None` if that cannot be found
    /// out, and then it is for Stripe to say. What it says of pausing is written down, for pages that
    /// do not ask Stripe.
    pub(super) async fn get(
        &self,
        db: &DatabaseConnection,
        stripe: &StripeClient,
        configuration: Option<&str>,
    ) -> Option<Arc<PortalFeatures>> {
        let known = self.lock().clone().filter(|(_, of, _)| of.as_deref() == configuration);
        if let Some((at, _, features)) = &known
            && at.elapsed() < FRESH
        {
            return features.clone();
        }
        let fetched = tokio::time::timeout(PATIENCE, in_force(stripe, configuration));
        let found = fetched.await.unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut)));
        let features = match found {
            Ok(found) => {
                let features = found.map(|found| Arc::new(found.features));
                let pause = features.as_ref().is_some_and(|features| features.subscription_pause == Some(true));
                if let Err(error) = db::in_time(installation::record_pause(db, pause)).await {
                    tracing::warn!(error = %error, "whether plans can be paused could not be written down");
                }
                features
            }
            Err(error) => {
                tracing::warn!(stripe.error = %error, "the portal's configuration could not be read");
                // What it was is likelier than nothing at all.
                known.and_then(|(_, _, features)| features)
            }
        };
        *self.lock() = Some((Instant::now(), configuration.map(str::to_owned), features.clone()));
        features
    }

    fn lock(&self) -> MutexGuard<'_, Option<Remembered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
