//! What an account would gain or lose by another policy.

use std::collections::BTreeSet;

use access::{Access, Decision, FeatureKey};
use time::OffsetDateTime;

/// How much of a feature is granted, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    pub limit: Option<u64>,
    pub until: Option<OffsetDateTime>,
}

/// What of one feature is different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Gain(Extent),
    Lose(Extent),
    Other { from: Extent, to: Extent },
}

/// A feature of which an account has more or less, in the order of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub feature: FeatureKey,
    pub change: Change,
}

/// What may be used after and not before, or the other way round. Another reason alone is none.
pub fn differences(before: &Access, after: &Access) -> Vec<Difference> {
    let features: BTreeSet<&FeatureKey> = before.features.keys().chain(after.features.keys()).collect();
    let of = |feature: &FeatureKey| {
        let change = match (extent(before.features.get(feature)), extent(after.features.get(feature))) {
            (None, Some(to)) => Change::Gain(to),
            (Some(from), None) => Change::Lose(from),
            (Some(from), Some(to)) if from != to => Change::Other { from, to },
            _ => return None,
        };
        Some(Difference { feature: feature.clone(), change })
    };
    features.into_iter().filter_map(of).collect()
}

fn extent(decision: Option<&Decision>) -> Option<Extent> {
    let Decision { limit, until, .. } = decision.filter(|decision| decision.granted)?;
    Some(Extent { limit: *limit, until: *until })
}
