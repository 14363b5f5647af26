//! Whether one plan grants its features, by the policy.

use billing::{NextAction, PauseReason, Standing, Status, SubscriptionStanding};
use time::{Duration, OffsetDateTime};

use crate::{
    policy::{Policy, StandingPolicy},
    reason::Reason,
    standing::AccessStanding,
};

/// Whether something grants the features that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Of the plan; [`AccessStanding::None`] of what is no plan.
    pub standing: AccessStanding,
    pub grants: bool,
    /// When it ends to grant them, as far as is known.
    pub until: Option<OffsetDateTime>,
    /// Why it does not grant them, or why it ends.
    pub reason: Option<Reason>,
    /// What would help.
    pub help: Option<NextAction>,
}

impl Verdict {
    /// Of what grants without conditions.
    pub(crate) fn granted(until: Option<OffsetDateTime>, reason: Option<Reason>) -> Self {
        Self { standing: AccessStanding::None, grants: true, until, reason, help: None }
    }
}

/// The verdict on a plan.
pub(crate) fn verdict(plan: &SubscriptionStanding<'_>, policy: &Policy, now: OffsetDateTime) -> Verdict {
    let policy = &policy.standing;
    let of = |standing, grants, reason| judged(plan, standing, grants, reason);
    match (plan.status, plan.standing.alone()) {
        (Status::Canceled, Standing::CanceledPaidUntil { until, .. }) => Verdict {
            until: Some(*until).filter(|_| policy.canceled_paid_until),
            ..of(AccessStanding::CanceledPaidUntil, policy.canceled_paid_until, Reason::Canceled)
        },
        (Status::Canceled, _) | (Status::Active | Status::Trialing, Standing::Ended { .. }) => {
            of(AccessStanding::Ended, false, Reason::Canceled)
        }
        (Status::IncompleteExpired, _) => of(AccessStanding::Ended, false, Reason::NoPlan),
        (Status::Active, _) => running(plan, policy, AccessStanding::Active, None),
        (Status::Trialing, _) => {
            let refusal = (!policy.trialing).then_some(Reason::Trial);
            running(plan, policy, AccessStanding::Trialing, refusal)
        }
        (Status::PastDue, _) => past_due(plan, policy, now),
        (Status::Unpaid, _) => of(AccessStanding::Unpaid, policy.unpaid && !is_stopped(plan, policy), Reason::Unpaid),
        (Status::Incomplete, _) => of(AccessStanding::Incomplete, policy.incomplete, Reason::Incomplete),
        (Status::Paused, standing) => {
            let reason = match standing {
                Standing::Paused { reason, .. } => *reason,
                _ => PauseReason::Unknown,
            };
            of(AccessStanding::Paused, policy.paused.grants(reason), Reason::Paused)
        }
        (Status::Other, _) => of(AccessStanding::Unknown, policy.unknown, Reason::Unknown),
    }
}

fn judged(plan: &SubscriptionStanding<'_>, standing: AccessStanding, grants: bool, reason: Reason) -> Verdict {
    // The first action of a debt beside the plan's state is to pay it, which does not change the state.
    let help = plan.standing.alone().next_actions().into_iter().next();
    Verdict { standing, grants, until: plan.ends.filter(|_| grants), reason: Some(reason), help }
}

/// Active or on trial; `refusal` is why it grants nothing.
fn running(
    plan: &SubscriptionStanding<'_>,
    policy: &StandingPolicy,
    standing: AccessStanding,
    refusal: Option<Reason>,
) -> Verdict {
    let refusal = refusal.or(is_stopped(plan, policy).then_some(Reason::CollectionPaused));
    let standing = match plan.ends {
        Some(_) => AccessStanding::Canceling,
        None if plan.collection_pause.is_some() => AccessStanding::CollectionPaused,
        None => standing,
    };
    match refusal {
        // Nothing that the customer can do would help.
        Some(reason) => Verdict { help: None, ..judged(plan, standing, false, reason) },
        None if plan.ends.is_some() => judged(plan, standing, true, Reason::Canceling),
        None => Verdict { standing, ..Verdict::granted(None, None) },
    }
}

/// Whether the company has paused charging, and the policy grants nothing then.
fn is_stopped(plan: &SubscriptionStanding<'_>, policy: &StandingPolicy) -> bool {
    plan.collection_pause.as_ref().is_some_and(|pause| !policy.pause_collection.grants(pause.behavior))
}

fn past_due(plan: &SubscriptionStanding<'_>, policy: &StandingPolicy, now: OffsetDateTime) -> Verdict {
    if is_stopped(plan, policy) {
        return Verdict { help: None, ..judged(plan, AccessStanding::PastDue, false, Reason::CollectionPaused) };
    }
    let grace = grace_ends(plan, policy);
    let is_graced = grace.is_some_and(|ends| now < ends);
    let until = grace.into_iter().chain(plan.ends).min().filter(|_| is_graced);
    Verdict { until, ..judged(plan, AccessStanding::PastDue, is_graced, Reason::PastDue) }
}

/// When the grace of a plan that is past due ends, or has ended.
pub(crate) fn grace_ends(plan: &SubscriptionStanding<'_>, policy: &StandingPolicy) -> Option<OffsetDateTime> {
    plan.past_due_since?.checked_add(Duration::days(policy.past_due_days.into()))
}
