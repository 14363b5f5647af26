//! What the account page shows of features: what the account has, what waits for something, and what a plan would bring.

use access::{Access, Catalog, Decision, FeatureKey, Policy, Reason};
use billing::NextAction;
use time::OffsetDateTime;

/// As many are in one list.
const LISTED: usize = 30;

/// The features of an account, as its page shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    pub included: FeatureList,
    /// When all that is included ends, if it ends together.
    pub ends: Option<Ending>,
    /// What the account has but cannot use now.
    pub waiting: Vec<(Wait, FeatureList)>,
    /// What it does not have and can buy.
    pub to_buy: FeatureList,
}

/// Features by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeatureList {
    pub features: Vec<Feature>,
    /// How many more there are.
    pub more: usize,
}

/// One feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// For people.
    pub name: String,
    /// How much of it; `None`: without a limit, or the account does not have it.
    pub limit: Option<u64>,
    /// When it ends, if it does not end together with all others.
    pub until: Option<OffsetDateTime>,
}

/// The end of all that is included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    pub at: OffsetDateTime,
    /// Whether a payment would put it off.
    pub for_want_of_payment: bool,
}

/// What features wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// A payment.
    Payment,
    /// The plan, which is paused or whose state is not known.
    Plan,
    /// The company, which has paused charging.
    Billing,
    /// The end of the trial.
    TrialEnd,
}

impl Features {
    /// What the page shows of the answer. What no plan offers is left out.
    pub fn new(access: &Access, policy: &Policy, catalog: &Catalog) -> Self {
        let mut all: Vec<(&str, &Decision)> =
            access.features.iter().map(|(key, decision)| (name(key, policy, catalog), decision)).collect();
        all.sort_by_cached_key(|(name, _)| name.to_lowercase());
        let (granted, refused): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, decision)| decision.granted);
        let ends = shared_end(&granted);
        let mut waiting: Vec<(Wait, FeatureList)> = Vec::new();
        let mut to_buy = FeatureList::default();
        for (name, decision) in refused {
            let feature = || Feature { name: name.to_owned(), limit: None, until: None };
            match wait(decision) {
                Some(wait) => match waiting.iter_mut().find(|(known, _)| *known == wait) {
                    Some((_, list)) => list.push(feature),
                    None => waiting.push((wait, FeatureList { features: vec![feature()], more: 0 })),
                },
                None if can_be_bought(decision) => to_buy.push(feature),
                None => {}
            }
        }
        waiting.sort_by_key(|(wait, _)| *wait);
        let mut included = FeatureList::default();
        for (name, decision) in granted {
            let until = decision.until.filter(|_| ends.is_none());
            included.push(|| Feature { name: name.to_owned(), limit: decision.limit, until });
        }
        Self { included, ends, waiting, to_buy }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.included.is_empty() && self.waiting.is_empty() && self.to_buy.is_empty()
    }
}

impl FeatureList {
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    fn push(&mut self, feature: impl FnOnce() -> Feature) {
        if self.features.len() < LISTED {
            self.features.push(feature());
        } else {
            self.more += 1;
        }
    }
}

/// The company's name of it, else Stripe's, else the key.
fn name<'a>(key: &'a FeatureKey, policy: &'a Policy, catalog: &'a Catalog) -> &'a str {
    policy.name(key).or_else(|| catalog.name(key)).unwrap_or(key.as_str())
}

fn shared_end(granted: &[(&str, &Decision)]) -> Option<Ending> {
    let (_, first) = granted.first()?;
    let is_shared = granted.iter().all(|(_, it)| it.until == first.until && it.reason == first.reason);
    let at = first.until.filter(|_| is_shared)?;
    Some(Ending { at, for_want_of_payment: first.reason == Some(Reason::PastDue) })
}

/// What a feature waits for that is not granted; `None` if the account does not have it.
fn wait(decision: &Decision) -> Option<Wait> {
    match decision.reason? {
        Reason::PastDue | Reason::Unpaid | Reason::Incomplete => Some(Wait::Payment),
        Reason::Paused if matches!(decision.help, Some(NextAction::PayInvoice(_))) => Some(Wait::Payment),
        Reason::Paused | Reason::Unknown => Some(Wait::Plan),
        Reason::CollectionPaused => Some(Wait::Billing),
        Reason::Trial => Some(Wait::TrialEnd),
        Reason::NoPlan | Reason::NotInPlan | Reason::Canceled | Reason::NotOffered => None,
        // Only of what is granted.
        Reason::Canceling | Reason::Grant => None,
    }
}

/// What is not sold any more has no help.
fn can_be_bought(decision: &Decision) -> bool {
    let is_to_buy = matches!(decision.reason, Some(Reason::NoPlan | Reason::NotInPlan | Reason::Canceled));
    is_to_buy && decision.help.is_some()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use access::AccessStanding;
    use time::macros::datetime;

    use super::*;

    fn of(features: Vec<(String, Decision)>) -> Features {
        let features: BTreeMap<_, _> =
            features.into_iter().map(|(key, it)| (key.parse().expect("a key"), it)).collect();
        let access = Access { standing: AccessStanding::Active, features, sources: Vec::new(), changes_at: None };
        Features::new(&access, &Policy::default(), &Catalog::default())
    }

    fn granted(until: Option<OffsetDateTime>, reason: Option<Reason>) -> Decision {
        Decision { granted: true, limit: None, until, reason, help: None }
    }

    fn refused(reason: Reason, help: Option<NextAction>) -> Decision {
        Decision { granted: false, limit: None, until: None, reason: Some(reason), help }
    }

    #[test]
    fn a_list_is_by_name_and_ends_after_thirty() {
        let keys = (0..42).map(|number| format!("{}{number:02}", if number % 2 == 0 { "f" } else { "F" }));
        let features = of(keys.map(|key| (key, granted(None, None))).collect());
        let FeatureList { features, more } = features.included;
        assert_eq!((features.len(), more), (30, 12));
        assert!(features.iter().map(|it| it.name.to_lowercase()).is_sorted(), "{features:?}");
    }

    #[test]
    fn an_end_that_all_share_is_told_once() {
        let (at, later) = (datetime!(2026-12-18 0:00 UTC), datetime!(2027-07-01 0:00 UTC));
        let one = |key: &str, until, reason| (key.to_owned(), granted(until, reason));
        let canceling = Some(Reason::Canceling);
        let features = of(vec![one("api", Some(at), canceling), one("sso", Some(at), canceling)]);
        assert_eq!(features.ends, Some(Ending { at, for_want_of_payment: false }));
        assert!(features.included.features.iter().all(|it| it.until.is_none()));
        let features = of(vec![one("api", Some(at), Some(Reason::PastDue))]);
        assert_eq!(features.ends, Some(Ending { at, for_want_of_payment: true }));
        for other in [one("sso", None, None), one("sso", Some(later), Some(Reason::Grant))] {
            let features = of(vec![one("api", Some(at), canceling), other]);
            assert_eq!((features.ends, features.included.features[0].until), (None, Some(at)));
        }
    }

    #[test]
    fn every_reason_has_its_place() {
        let change = Some(NextAction::ChangePlan);
        for reason in Reason::ALL {
            let features = of(vec![("api".to_owned(), refused(reason, change.clone()))]);
            let waits = features.waiting.first().map(|(wait, _)| *wait);
            let expected = match reason {
                Reason::NoPlan | Reason::NotInPlan | Reason::Canceled => (None, true),
                Reason::NotOffered | Reason::Canceling | Reason::Grant => (None, false),
                Reason::Trial => (Some(Wait::TrialEnd), false),
                Reason::PastDue | Reason::Unpaid | Reason::Incomplete => (Some(Wait::Payment), false),
                Reason::Paused | Reason::Unknown => (Some(Wait::Plan), false),
                Reason::CollectionPaused => (Some(Wait::Billing), false),
            };
            assert_eq!((waits, !features.to_buy.is_empty()), expected, "{reason:?}");
        }
        assert!(of(vec![("api".to_owned(), refused(Reason::Canceled, None))]).is_empty(), "not sold any more");
    }
}
