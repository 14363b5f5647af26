//! What everything that needs Stripe needs.

use std::sync::Arc;

use mirror::Mirror;
use stripe::StripeClient;

use crate::{portal::FeatureCache, settings::Settings, turns::Turns};

/// One Stripe account's billing, for requests that somebody waits for. Clones share everything. What it does is in the
/// modules named after it: [`Billing::open_portal`], [`Billing::begin_checkout`], [`Billing::continue_plan`],
/// [`Billing::open_invoice`] and [`Billing::refresh`].
#[derive(Clone, Debug)]
pub struct Billing {
    /// What is known of the account.
    pub mirror: Mirror,
    /// For requests that somebody waits for.
    pub stripe: StripeClient,
    pub(crate) settings: Arc<Settings>,
    pub(crate) features: FeatureCache,
    pub(crate) turns: Turns,
}

impl Billing {
    /// `stripe` is a client for requests that somebody waits for.
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
