//! What the portal is configured to allow, so that a flow that cannot run is not even tried.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use stripe_billing::{
    BillingPortalConfiguration,
    billing_portal_configuration::{ListBillingPortalConfiguration, RetrieveBillingPortalConfiguration},
};

use crate::{
    model::path_segment,
    server::stripe::{StripeClient, StripeError, StripeErrorKind},
};

/// How long an answer is believed: a change in the Dashboard is known a minute later, and until
/// then Stripe refuses what cannot be.
const FRESH: Duration = Duration::from_secs(60);

/// The features that flows need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalFeatures {
    pub payment_method_update: bool,
    pub customer_update: bool,
    pub subscription_cancel: bool,
    pub subscription_update: bool,
    /// The prices that one can change to.
    pub prices: HashSet<String>,
}

/// How long a click waits for it. The portal opens without: then it is for Stripe to refuse.
const PATIENCE: Duration = Duration::from_secs(1);

/// Since when, of which configuration, and what; a failure too, so that not every click waits for it.
type Remembered = (Instant, Option<String>, Option<Arc<PortalFeatures>>);

/// The features of the configuration in use, remembered for a minute.
#[derive(Clone, Debug, Default)]
pub struct FeatureCache(Arc<Mutex<Option<Remembered>>>);

impl FeatureCache {
    /// What this configuration, else Stripe's default one, allows; `None` if that cannot be found
    /// out, and then it is for Stripe to say.
    pub(super) async fn get(&self, stripe: &StripeClient, configuration: Option<&str>) -> Option<Arc<PortalFeatures>> {
        let known = self.lock().clone().filter(|(_, of, _)| of.as_deref() == configuration);
        if let Some((at, _, features)) = &known
            && at.elapsed() < FRESH
        {
            return features.clone();
        }
        let fetched = tokio::time::timeout(PATIENCE, fetch(stripe, configuration));
        let found = fetched.await.unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut)));
        let features = match found {
            Ok(found) => found.map(|found| Arc::new(PortalFeatures::from(found))),
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

async fn fetch(
    stripe: &StripeClient,
    configuration: Option<&str>,
) -> Result<Option<BillingPortalConfiguration>, StripeError> {
    // Not told unless asked for.
    let products = "features.subscription_update.products";
    match configuration {
        Some(id) => {
            let request = RetrieveBillingPortalConfiguration::new(path_segment(id)).expand([products.to_owned()]);
            Ok(Some(stripe.send(&request).await?.value))
        }
        None => {
            let request = ListBillingPortalConfiguration::new()
                .is_default(true)
                .limit(1_i64)
                .expand([format!("data.{products}")]);
            Ok(stripe.send(&request).await?.value.data.into_iter().next())
        }
    }
}

impl From<BillingPortalConfiguration> for PortalFeatures {
    fn from(configuration: BillingPortalConfiguration) -> Self {
        let features = configuration.features;
        let products = features.subscription_update.products.unwrap_or_default();
        Self {
            payment_method_update: features.payment_method_update.enabled,
            customer_update: features.customer_update.enabled,
            subscription_cancel: features.subscription_cancel.enabled,
            subscription_update: features.subscription_update.enabled,
            prices: products.into_iter().flat_map(|product| product.prices).collect(),
        }
    }
}
