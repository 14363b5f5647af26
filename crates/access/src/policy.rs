//! What `access.toml` says, and what holds without it.

use std::collections::BTreeMap;

use billing::{PauseBehavior, PauseReason};
use serde::{Deserialize, Serialize};

use crate::{
    feature_key::FeatureKey,
    whole_number::{optional_whole_number, whole_number},
};

/// The company's rules. Each key that is not given has the default of a careful company; docs/ACCESS.md lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// What everybody may use, with a plan or without.
    pub free: Vec<FeatureKey>,
    /// Whether a plan in this standing grants its features.
    pub standing: StandingPolicy,
    /// What features are called, and how much of them is free.
    pub features: BTreeMap<FeatureKey, FeaturePolicy>,
    /// How long signed statements may be trusted.
    pub token: TokenPolicy,
}

/// Whether a plan grants its features. An active plan does; one that has ended or whose first payment never came does
/// not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table: [standing]")]
pub struct StandingPolicy {
    pub trialing: bool,
    /// For how many days after the oldest unpaid invoice a plan that is past due grants its features.
    #[serde(deserialize_with = "whole_number")]
    pub past_due_days: u16,
    pub unpaid: bool,
    pub incomplete: bool,
    /// Canceled at once, within a period that was paid.
    pub canceled_paid_until: bool,
    /// In a state that this program does not know, or whose answer it cannot read.
    pub unknown: bool,
    pub paused: PausePolicy,
    pub pause_collection: PauseCollectionPolicy,
}

/// By Stripe's reasons of the status `paused`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table: [standing.paused]")]
pub struct PausePolicy {
    pub trial_end_without_payment_method: bool,
    pub pause_requested: bool,
    pub first_payment_failure: bool,
    pub final_payment_failure: bool,
    pub system: bool,
    /// Stripe gives no reason, or one that this program does not know.
    pub unknown: bool,
}

/// By the behaviors of Stripe's `pause_collection`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table: [standing.pause_collection]")]
pub struct PauseCollectionPolicy {
    pub keep_as_draft: bool,
    pub mark_uncollectible: bool,
    pub void: bool,
}

/// About one feature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table, such as [features.sso]")]
pub struct FeaturePolicy {
    /// What people read. Without it Stripe's name, or the key.
    pub name: Option<String>,
    /// How much of it everybody has, if it is free.
    #[serde(deserialize_with = "optional_whole_number")]
    pub free_limit: Option<u64>,
}

/// About signed statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table: [token]")]
pub struct TokenPolicy {
    /// For how many hours after the last sync with Stripe an expired statement may be trusted while this site cannot be
    /// reached.
    #[serde(deserialize_with = "whole_number")]
    pub trusted_hours: u16,
}

impl Default for StandingPolicy {
    fn default() -> Self {
        Self {
            trialing: true,
            // As long as Stripe retries a payment unless it is set otherwise:
            // https://docs.stripe.com/billing/revenue-recovery/smart-retries
            past_due_days: 14,
            unpaid: false,
            incomplete: false,
            canceled_paid_until: true,
            // Most likely it is this program that is too old, and not the customer who did not pay.
            unknown: true,
            paused: PausePolicy::default(),
            pause_collection: PauseCollectionPolicy::default(),
        }
    }
}

/// What Stripe's guide says that each behavior is for: service that is charged later, service that is never charged, no
/// service. <https://docs.stripe.com/billing/subscriptions/pause-payment>
impl Default for PauseCollectionPolicy {
    fn default() -> Self {
        Self { keep_as_draft: true, mark_uncollectible: true, void: false }
    }
}

impl Default for TokenPolicy {
    fn default() -> Self {
        Self { trusted_hours: 72 }
    }
}

impl PausePolicy {
    pub(crate) fn grants(&self, reason: PauseReason) -> bool {
        match reason {
            PauseReason::TrialEnd => self.trial_end_without_payment_method,
            PauseReason::Requested => self.pause_requested,
            PauseReason::FirstPayment => self.first_payment_failure,
            PauseReason::FinalPayment => self.final_payment_failure,
            PauseReason::System => self.system,
            PauseReason::Unknown => self.unknown,
        }
    }
}

impl PauseCollectionPolicy {
    pub(crate) fn grants(&self, behavior: PauseBehavior) -> bool {
        match behavior {
            PauseBehavior::KeepAsDraft => self.keep_as_draft,
            PauseBehavior::MarkUncollectible => self.mark_uncollectible,
            // A behavior that is not known is taken for the one without service.
            PauseBehavior::Void | PauseBehavior::Unknown => self.void,
        }
    }
}

impl Policy {
    /// The name for people, if the policy gives one.
    pub fn name(&self, feature: &FeatureKey) -> Option<&str> {
        self.features.get(feature)?.name.as_deref()
    }

    pub(crate) fn free_limit(&self, feature: &FeatureKey) -> Option<u64> {
        self.features.get(feature)?.free_limit
    }
}
