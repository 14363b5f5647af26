//! The answer: what an account may use.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use billing::NextAction;
use time::OffsetDateTime;

use crate::{feature_key::FeatureKey, reason::Reason, standing::AccessStanding, verdict::Verdict};

/// What an account may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    pub standing: AccessStanding,
    /// Every feature that an active product has, that the policy names, or that the account has or had.
    pub features: BTreeMap<FeatureKey, Decision>,
    /// Where they come from, plans first: the steps that led to the decisions.
    pub sources: Vec<Source>,
    /// When the answer may become another one though nothing happens.
    pub changes_at: Option<OffsetDateTime>,
}

/// Whether the account may use a feature.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decision {
    pub granted: bool,
    /// How much of it; `None`: without a limit, or not granted.
    pub limit: Option<u64>,
    /// When it ends by what is known now. The limit may become smaller before.
    pub until: Option<OffsetDateTime>,
    /// Why it is not granted, or why it will end.
    pub reason: Option<Reason>,
    /// What would help.
    pub help: Option<NextAction>,
}

impl Decision {
    /// Of a feature that the account does not have and that nobody sells.
    pub fn not_offered() -> Self {
        Self { granted: false, limit: None, until: None, reason: Some(Reason::NotOffered), help: None }
    }
}

/// Something that has a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub feature: FeatureKey,
    pub origin: Origin,
    /// How much of it; `None`: without a limit.
    pub limit: Option<u64>,
    pub verdict: Verdict,
}

/// What has the feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The policy gives it to everybody.
    Free,
    /// A plan.
    Plan {
        /// `sub_…`
        subscription: String,
        /// `prod_…`
        product: String,
    },
    /// The company gave it to this account (`grt_…`).
    Grant(String),
}

impl Access {
    /// Equal for equal answers, to notice that an answer became another one. With another release of Rust it may differ
    /// once.
    pub fn fingerprint(&self) -> i64 {
        let mut hasher = DefaultHasher::new();
        (self.standing, &self.features).hash(&mut hasher);
        hasher.finish().cast_signed()
    }
}
