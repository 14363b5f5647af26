//! What an account's features come from, one line each.

use std::collections::BTreeSet;

use access::{Access, Catalog, Origin, Policy, Source, Verdict, verdicts};
use billing::SubscriptionStanding;

use super::Known;
use crate::{
    commands::{
        access::render::{end, limit_of, word},
        minute::minute,
        style::{ADDED, REMOVED},
    },
    entity::access_grant::Model,
};

/// Each subscription with its verdict, and its products with their features.
pub fn subscriptions(Known { found, rules, at, .. }: &Known, answer: &Access) -> Vec<String> {
    let judged = verdicts(&found.facts, &rules.policy, &rules.catalog, *at);
    judged.iter().flat_map(|(plan, verdict)| subscription(plan, verdict, &rules.catalog, answer)).collect()
}

fn subscription(plan: &SubscriptionStanding<'_>, verdict: &Verdict, catalog: &Catalog, answer: &Access) -> Vec<String> {
    let subscription = &plan.subscribed.subscription;
    let judgment =
        if verdict.grants { format!("{ADDED}grants{ADDED:#}") } else { format!("{REMOVED}refuses{REMOVED:#}") };
    let until = verdict.until.map(|at| end(Some(at)));
    let why: Vec<String> = until.into_iter().chain(verdict.reason.as_ref().map(word)).collect();
    let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join(", ")) };
    let (id, status, standing) = (&subscription.id, &subscription.status, word(&verdict.standing));
    let mut lines = vec![format!("{id} is {status} at Stripe, its standing is {standing}: {judgment}{why}")];
    let products: BTreeSet<&str> = plan.subscribed.items.iter().map(|item| item.product_id.as_str()).collect();
    lines.extend(products.into_iter().map(|product| format!("  {}", of_product(id, product, catalog, answer))));
    lines
}

fn of_product(subscription: &str, id: &str, catalog: &Catalog, answer: &Access) -> String {
    let Some(product) = catalog.product(id) else {
        return format!("{id}: not fetched yet, so its features are not known");
    };
    let is_its = |source: &&Source| match &source.origin {
        Origin::Plan { subscription: of, product } => of == subscription && product == id,
        Origin::Free | Origin::Grant(_) => false,
    };
    let features: Vec<String> = answer.sources.iter().filter(is_its).map(has).collect();
    let features = if features.is_empty() { "no features".to_owned() } else { features.join(", ") };
    format!("{id} ({}): {features}", product.name)
}

fn has(source: &Source) -> String {
    format!("{} ({})", source.feature, limit_of(source.limit))
}

/// Each grant that was not revoked.
pub fn grants(Known { grants, at, .. }: &Known) -> Vec<String> {
    let line = |Model { id, feature, feature_limit, until, reason, .. }: &Model| {
        let limit = limit_of(feature_limit.and_then(|limit| u64::try_from(limit).ok()));
        let until = match until {
            Some(until) if *until <= at.unix_timestamp() => format!("ended {}", minute(*until)),
            Some(until) => format!("until {}", minute(*until)),
            None => end(None),
        };
        format!("{id}: {feature} ({limit}, {until}), because: {reason}")
    };
    grants.iter().map(line).collect()
}

/// Each feature that everybody has.
pub fn free(policy: &Policy) -> Vec<String> {
    let of = |feature| policy.features.get(feature).and_then(|about| about.free_limit);
    policy.free.iter().map(|feature| format!("{feature} ({})", limit_of(of(feature)))).collect()
}
