//! What is known of one account.

use billing::BillingFacts;
use time::OffsetDateTime;

use crate::feature_key::FeatureKey;

/// What is known of one account, as of one moment.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The rows about its Stripe customer; its products need not be there.
    pub billing: BillingFacts,
    /// What the company gave it, ended ones included.
    pub grants: Vec<Grant>,
}

/// A feature that the company gave an account, outside Stripe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// `grt_…`
    pub id: String,
    pub feature: FeatureKey,
    /// `None`: without a limit.
    pub limit: Option<u64>,
    /// When it ends; `None`: when it is revoked.
    pub until: Option<OffsetDateTime>,
}

impl Grant {
    pub(crate) fn has_ended(&self, now: OffsetDateTime) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}
