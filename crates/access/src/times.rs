//! When an answer may become another one though nothing happens.

use billing::SubscriptionStanding;
use time::OffsetDateTime;

use crate::{facts::Facts, policy::Policy, verdict::grace_ends};

/// The first time after `now` at which something that is known begins or ends. The answer may still be the same then.
pub(crate) fn changes_at(
    facts: &Facts,
    plans: &[SubscriptionStanding<'_>],
    policy: &Policy,
    now: OffsetDateTime,
) -> Option<OffsetDateTime> {
    let of_plans = plans.iter().flat_map(|plan| {
        let own = plan.times(&facts.billing);
        own.into_iter().chain(grace_ends(plan, &policy.standing))
    });
    let of_grants = facts.grants.iter().filter_map(|grant| grant.until);
    of_plans.chain(of_grants).filter(|at| *at > now).min()
}
