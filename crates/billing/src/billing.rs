//! The entry point for everything that needs Stripe.

use std::sync::Arc;

use mirror::Mirror;
use stripe::StripeClient;

use crate::{portal::FeatureCache, settings::Settings, turns::Turns};

/// One Stripe account's billing, for requests that a customer waits for. Clones share everything.
/// Its operations are in their own modules: [`Billing::open_portal`], [`Billing::begin_checkout`],
/// [`Billing::continue_plan`], [`Billing::open_invoice`], [`Billing::refresh`] and [`Billing::close_customer`].
#[derive(Clone, Debug)]
pub struct Billing {
    /// The mirror of the account.
    pub mirror: Mirror,
    /// A client for requests that a customer waits for.
    pub stripe: StripeClient,
    pub(crate) settings: Arc<Settings>,
    pub(crate) features: FeatureCache,
    pub(crate) turns: Turns,
}

impl Billing {
    /// `stripe` is a client for requests that a customer waits for.
    pub fn new(mirror: Mirror, stripe: StripeClient, settings: Settings) -> Self {
        Self {
            mirror,
            stripe,
            settings: Arc::new(settings),
            features: FeatureCache::default(),
            turns: Turns::default(),
        }
    }
}
