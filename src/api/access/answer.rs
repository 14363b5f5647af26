//! The answer as JSON.

use std::collections::BTreeMap;

use access::{AccessStanding, Decision, FeatureKey, Reason};
use serde::Serialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use utoipa::{
    ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

use super::{asker::Answered, step::Step};
use crate::{config::AppUrl, text::Reader};

/// What an account may use.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessAnswer {
    /// This site's id of the account.
    #[schema(example = "acct_0123456789abcdef0123456789abcdef")]
    account: String,
    /// Grows by at least one with each change of the answer.
    revision: i64,
    /// When this was so.
    #[schema(format = DateTime)]
    as_of: String,
    /// Not null if Stripe may say something else by now, because it could not be asked.
    stale: Option<StaleAnswer>,
    /// The standing of the account's plan; `none` if there never was one.
    #[schema(schema_with = standings)]
    standing: AccessStanding,
    /// By the features' keys.
    features: BTreeMap<String, FeatureAnswer>,
}

/// Since when the answer may be out of date.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaleAnswer {
    /// When Stripe was last asked about the account's customer, or since when it does not know it.
    #[schema(format = DateTime)]
    since: String,
}

/// Whether a feature may be used.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeatureAnswer {
    granted: bool,
    /// How much of it. Without a limit it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
    /// When it ends, as far as is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    until: Option<String>,
    /// Why it is not granted, or why it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = reasons)]
    reason: Option<Reason>,
    /// What would help.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<Step>,
}

fn standings() -> RefOr<Schema> {
    closed(&AccessStanding::ALL)
}

fn reasons() -> RefOr<Schema> {
    closed(&Reason::ALL)
}

/// One of these words.
fn closed(words: &[impl Serialize]) -> RefOr<Schema> {
    let words = words.iter().filter_map(|word| serde_json::to_value(word).ok());
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
}

impl AccessAnswer {
    /// The answer, about all features, or only these.
    pub fn new(answered: &Answered, only: Option<&[FeatureKey]>, app_url: &AppUrl, reader: &Reader) -> Self {
        let Answered { found, access, now, .. } = answered;
        let is_asked = |feature: &FeatureKey| only.is_none_or(|only| only.contains(feature));
        let features = access.features.iter().filter(|(feature, _)| is_asked(feature));
        Self {
            account: found.account.clone(),
            revision: found.look.revision(),
            as_of: rfc3339(*now),
            stale: found.look.stale(*now).map(|stale| StaleAnswer { since: rfc3339(stale.since) }),
            standing: access.standing,
            features: features
                .map(|(feature, decision)| (feature.to_string(), FeatureAnswer::new(decision, app_url, reader)))
                .collect(),
        }
    }
}

impl FeatureAnswer {
    fn new(decision: &Decision, app_url: &AppUrl, reader: &Reader) -> Self {
        Self {
            granted: decision.granted,
            limit: decision.limit,
            until: decision.until.map(rfc3339),
            reason: decision.reason,
            step: decision.help.as_ref().map(|action| Step::new(action, app_url, reader)),
        }
    }
}

/// To the second, in UTC.
pub fn rfc3339(at: OffsetDateTime) -> String {
    let whole = OffsetDateTime::from_unix_timestamp(at.unix_timestamp()).unwrap_or(at);
    whole.format(&Rfc3339).unwrap_or_default()
}
