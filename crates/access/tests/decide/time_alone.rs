//! Rules for all facts: what time alone does, and what a further source does.

use billing::SubscriptionWithItems;
use proptest::prelude::*;

use super::{
    drawn::{facts_of_any_kind, policy_of_any_kind},
    *,
};

/// More than the times that drawn facts have.
const STEPS: usize = 200;

/// Never less than before: granted, how much, how long.
fn is_no_less(before: &Decision, after: &Decision) -> bool {
    let no_less = |limit: bool, less: bool| limit || !less;
    !before.granted
        || (after.granted
            && no_less(after.limit.is_none(), before.limit.is_none() || after.limit < before.limit)
            && no_less(after.until.is_none(), before.until.is_none() || after.until < before.until))
}

fn loses_nothing(before: &Access, after: &Access) -> Result<(), TestCaseError> {
    for (feature, decision) in &before.features {
        let later = &after.features[feature];
        prop_assert!(is_no_less(decision, later), "{feature}: {decision:?}, then {later:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn between_two_changes_the_answer_stays(facts in facts_of_any_kind(), policy in policy_of_any_kind(), part in 1..999_u32) {
        let catalog = catalog();
        let at = |now| decide(&facts, &policy, &catalog, now);
        let mut now = NOW;
        for step in 0.. {
            prop_assert!(step < STEPS, "it changes again and again");
            let access = at(now);
            let Some(next) = access.changes_at else {
                for days in [1, 30, 400, 4000] {
                    prop_assert_eq!(&at(now + Duration::days(days)), &access, "after {}", now);
                }
                break;
            };
            prop_assert!(next > now);
            let between = now + Duration::seconds((next - now).whole_seconds() * i64::from(part) / 1000);
            for other in [between, next - Duration::SECOND] {
                let later = at(other);
                prop_assert_eq!(later.fingerprint(), access.fingerprint(), "{} to {}: {:?}", now, other, later);
                prop_assert_eq!(later, access.clone(), "{} to {}", now, other);
            }
            now = next;
        }
    }

    #[test]
    fn what_is_granted_until_a_time_ends_then(facts in facts_of_any_kind(), policy in policy_of_any_kind()) {
        let catalog = catalog();
        let access = decide(&facts, &policy, &catalog, NOW);
        for (feature, decision) in &access.features {
            prop_assert!(decision.granted || (decision.limit, decision.until) == (None, None));
            prop_assert_eq!(decision.reason.is_some(), !decision.granted || decision.until.is_some());
            // Later it may be granted by what does not grant it yet, such as a plan whose pause ends.
            if let Some(until) = decision.until {
                let before = decide(&facts, &policy, &catalog, until - Duration::SECOND);
                prop_assert!(before.features[feature].granted, "{}", feature);
            }
        }
        for Source { feature, origin, verdict, .. } in &access.sources {
            prop_assert_eq!(verdict.reason.is_some(), !verdict.grants || verdict.until.is_some());
            if let Some(until) = verdict.until {
                let then = decide(&facts, &policy, &catalog, until).sources;
                let mut same = then.iter().filter(|it| (&it.feature, &it.origin) == (feature, origin));
                prop_assert!(same.all(|it| !it.verdict.grants), "{}", feature);
            }
        }
    }

    #[test]
    fn what_the_program_does_not_read_for_it_is_not_missed(facts in facts_of_any_kind(), policy in policy_of_any_kind()) {
        let mut lean = facts.clone();
        let BillingFacts { customer, subscriptions, mut invoices, .. } = lean.billing;
        let is_canceled = |id: &str| {
            subscriptions.iter().any(|each| each.subscription.id == id && each.subscription.status == "canceled")
        };
        invoices.retain(|invoice| {
            invoice.status != "paid" || invoice.subscription_id.as_deref().is_some_and(is_canceled)
        });
        lean.billing = BillingFacts { customer, subscriptions, invoices, ..BillingFacts::default() };
        let catalog = catalog();
        prop_assert_eq!(decide(&lean, &policy, &catalog, NOW), decide(&facts, &policy, &catalog, NOW));
    }

    #[test]
    fn a_further_source_takes_nothing(facts in facts_of_any_kind(), policy in policy_of_any_kind()) {
        let catalog = catalog();
        let of = |plans: &[SubscriptionWithItems], grants: &[Grant], policy: &Policy| {
            let billing = BillingFacts { subscriptions: plans.to_vec(), ..facts.billing.clone() };
            decide(&Facts { billing, grants: grants.to_vec() }, policy, &catalog, NOW)
        };
        let (plans, grants) = (facts.billing.subscriptions.as_slice(), facts.grants.as_slice());
        let unfree = Policy { free: vec![], ..policy.clone() };
        let all = of(plans, grants, &policy);
        for one in plans {
            loses_nothing(&of(std::slice::from_ref(one), &[], &unfree), &all)?;
        }
        for one in grants {
            loses_nothing(&of(&[], std::slice::from_ref(one), &unfree), &all)?;
        }
        loses_nothing(&of(&[], &[], &policy), &all)?;
        let mut before = of(&[], &[], &unfree);
        for number in 1..=plans.len().max(grants.len()) {
            let after = of(&plans[..number.min(plans.len())], &grants[..number.min(grants.len())], &unfree);
            loses_nothing(&before, &after)?;
            before = after;
        }
        loses_nothing(&before, &all)?;
    }
}
