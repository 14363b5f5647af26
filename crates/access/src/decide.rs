//! The pure function from what is known to the answer.

use std::collections::{BTreeMap, BTreeSet};

use billing::{NextAction, SubscriptionStanding, standings};
use time::OffsetDateTime;

use crate::{
    access::{Access, Decision, Origin, Source},
    catalog::Catalog,
    facts::Facts,
    feature_key::FeatureKey,
    policy::Policy,
    reason::Reason,
    standing::AccessStanding,
    times::changes_at,
    verdict::{Verdict, verdict},
};

/// What the account may use at this time.
pub fn decide(facts: &Facts, policy: &Policy, catalog: &Catalog, now: OffsetDateTime) -> Access {
    let plans = plans(facts, catalog, now);
    let judged: Vec<_> = plans.iter().map(|plan| (plan, verdict(plan, policy, now))).collect();
    let mut sources: Vec<Source> = judged.iter().flat_map(|(plan, verdict)| of_plan(plan, verdict, catalog)).collect();
    sources.extend(facts.grants.iter().filter(|grant| !grant.has_ended(now)).map(|grant| Source {
        feature: grant.feature.clone(),
        origin: Origin::Grant(grant.id.clone()),
        limit: grant.limit,
        verdict: Verdict::granted(grant.until, grant.until.map(|_| Reason::Grant)),
    }));
    sources.extend(policy.free.iter().map(|feature| Source {
        feature: feature.clone(),
        origin: Origin::Free,
        limit: policy.free_limit(feature),
        verdict: Verdict::granted(None, None),
    }));
    let lack = lack(&judged);
    let mut known: BTreeSet<&FeatureKey> = sources.iter().map(|source| &source.feature).collect();
    known.extend(facts.grants.iter().map(|grant| &grant.feature));
    known.extend(catalog.features());
    known.extend(policy.features.keys());
    let mut by_feature: BTreeMap<&FeatureKey, Vec<&Source>> = BTreeMap::new();
    for source in &sources {
        by_feature.entry(&source.feature).or_default().push(source);
    }
    let features = known.into_iter().map(|feature| {
        let sources = by_feature.get(feature).map(Vec::as_slice).unwrap_or_default();
        let is_sold = catalog.sold().contains(feature);
        let decision = granted(sources).unwrap_or_else(|| refused(sources, &lack, is_sold));
        let decision = Decision { help: possible(decision.help, &lack, is_sold), ..decision };
        (feature.clone(), decision)
    });
    Access {
        standing: judged.first().map_or(AccessStanding::None, |(_, verdict)| verdict.standing),
        features: features.collect(),
        changes_at: changes_at(facts, &plans, policy, now),
        sources,
    }
}

/// Each subscription with the verdict on it, in the order of the account page.
pub fn verdicts<'a>(
    facts: &'a Facts,
    policy: &Policy,
    catalog: &Catalog,
    now: OffsetDateTime,
) -> Vec<(SubscriptionStanding<'a>, Verdict)> {
    let judged = |plan| {
        let verdict = verdict(&plan, policy, now);
        (plan, verdict)
    };
    plans(facts, catalog, now).into_iter().map(judged).collect()
}

fn plans<'a>(facts: &'a Facts, catalog: &Catalog, now: OffsetDateTime) -> Vec<SubscriptionStanding<'a>> {
    let products = facts.billing.subscriptions.iter().flat_map(|each| &each.items).map(|item| item.product_id.as_str());
    standings(&facts.billing, &catalog.others(products), now)
}

/// What the plan's products have. Several items of one product count together.
fn of_plan(plan: &SubscriptionStanding<'_>, verdict: &Verdict, catalog: &Catalog) -> Vec<Source> {
    let mut quantities: BTreeMap<&str, Option<i64>> = BTreeMap::new();
    for item in &plan.subscribed.items {
        let sum = quantities.entry(&item.product_id).or_default();
        *sum = match (*sum, item.quantity) {
            (Some(sum), Some(quantity)) => Some(sum.saturating_add(quantity)),
            (sum, quantity) => sum.or(quantity),
        };
    }
    let features = quantities.into_iter().filter_map(|(id, quantity)| Some((id, quantity, catalog.product(id)?)));
    let of_product = |(id, quantity, product): (&str, Option<i64>, &crate::Product)| {
        product
            .features
            .iter()
            .map(move |feature| Source {
                feature: feature.clone(),
                origin: Origin::Plan { subscription: plan.subscribed.subscription.id.clone(), product: id.to_owned() },
                limit: product.limits.get(feature).map(|rate| rate.of(quantity)),
                verdict: verdict.clone(),
            })
            .collect::<Vec<_>>()
    };
    features.flat_map(of_product).collect()
}

/// The union of what grants the feature: the highest limit, until the last of them ends.
fn granted(sources: &[&Source]) -> Option<Decision> {
    let granting = || sources.iter().filter(|source| source.verdict.grants);
    // One without an end is the last.
    let last = granting().max_by_key(|source| (source.verdict.until.is_none(), source.verdict.until))?;
    let limits: Option<Vec<u64>> = granting().map(|source| source.limit).collect();
    Some(Decision {
        granted: true,
        limit: limits.and_then(|limits| limits.into_iter().max()),
        until: last.verdict.until,
        reason: last.verdict.reason.filter(|_| last.verdict.until.is_some()),
        help: last.verdict.help.clone().filter(|_| last.verdict.until.is_some()),
    })
}

/// What an account has that lacks a feature, and the way to a plan with the feature.
struct Lack {
    has_plan: bool,
    way: Option<NextAction>,
}

/// Of several plans one is changed: the customer says which on the account page, to which the pricing page leads.
fn lack(judged: &[(&SubscriptionStanding<'_>, Verdict)]) -> Lack {
    let plans = || judged.iter().filter(|(plan, _)| plan.is_plan);
    let running: Vec<_> = plans().filter(|(_, verdict)| verdict.standing.goes_on()).collect();
    let ways = || running.iter().map(|(plan, _)| plan.way_to_another_plan());
    if !running.is_empty() {
        let change = ways().flatten().find(|way| *way == NextAction::ChangePlan);
        return Lack { has_plan: true, way: change.or_else(|| ways().next().flatten()) };
    }
    // Nothing is sold beside a first payment that is missing.
    match plans().find(|(_, verdict)| verdict.standing == AccessStanding::Incomplete) {
        Some((plan, _)) => Lack { has_plan: false, way: plan.way_to_another_plan() },
        None => Lack { has_plan: false, way: Some(NextAction::ViewPlans) },
    }
}

/// Why nothing grants it: because of the first plan that has it and goes on, else because of what the account has. A
/// first payment that is missing is no way on beside a plan: it would be a second one.
fn refused(sources: &[&Source], lack: &Lack, is_sold: bool) -> Decision {
    let (reason, help) = match sources.iter().find(|source| source.verdict.standing.goes_on() || !lack.has_plan) {
        Some(source) => (source.verdict.reason, source.verdict.help.clone()),
        None if !is_sold => return Decision::not_offered(),
        None if lack.has_plan => (Some(Reason::NotInPlan), lack.way.clone()),
        None => (Some(Reason::NoPlan), lack.way.clone()),
    };
    Decision { granted: false, limit: None, until: None, reason, help }
}

/// The action; but nothing is bought that is not sold, or before what has to be done first.
fn possible(help: Option<NextAction>, lack: &Lack, is_sold: bool) -> Option<NextAction> {
    let step = help?;
    match step {
        NextAction::SubscribeAgain | NextAction::ViewPlans if !is_sold => None,
        NextAction::SubscribeAgain | NextAction::ViewPlans if lack.way != Some(NextAction::ViewPlans) => {
            lack.way.clone()
        }
        step => Some(step),
    }
}
