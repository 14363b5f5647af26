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
    // Whatever else holds, nothing that the customer does would help.
    let stopped = is_stopped(plan, policy).then_some(Reason::CollectionPaused);
    let of = |standing, grants: bool, reason| judged(plan, standing, stopped.or((!grants).then_some(reason)));
    match plan.status {
        Status::Canceled => canceled(plan, policy),
        Status::IncompleteExpired => judged(plan, AccessStanding::Ended, Some(Reason::NoPlan)),
        _ if plan.is_over => judged(plan, AccessStanding::Ended, Some(Reason::Canceled)),
        Status::Active => judged(plan, running(plan, AccessStanding::Active), stopped),
        Status::Trialing => of(running(plan, AccessStanding::Trialing), policy.trialing, Reason::Trial),
        Status::PastDue => past_due(plan, policy, stopped, now),
        Status::Unpaid => of(AccessStanding::Unpaid, policy.unpaid, Reason::Unpaid),
        Status::Incomplete => of(AccessStanding::Incomplete, policy.incomplete, Reason::Incomplete),
        Status::Paused => of(AccessStanding::Paused, policy.paused.grants(pause_reason(plan)), Reason::Paused),
        Status::Other => of(AccessStanding::Unknown, policy.unknown, Reason::Unknown),
    }
}

/// Of a plan that is refused for a reason, or else grants until it ends.
fn judged(plan: &SubscriptionStanding<'_>, standing: AccessStanding, refusal: Option<Reason>) -> Verdict {
    let ends = plan.ends.filter(|_| refusal.is_none());
    let reason = refusal.or(ends.map(|_| Reason::Canceling));
    let help = reason.and_then(|reason| help(plan, reason));
    Verdict { standing, grants: refusal.is_none(), until: ends, reason, help }
}

/// The first of the possible actions that does something about the reason.
fn help(plan: &SubscriptionStanding<'_>, reason: Reason) -> Option<NextAction> {
    let helps = |step: &NextAction| match reason {
        Reason::Canceling => matches!(step, NextAction::KeepPlan | NextAction::ReviewChange),
        Reason::Canceled => *step == NextAction::SubscribeAgain,
        Reason::Trial | Reason::CollectionPaused => false,
        _ => plan.mends(step),
    };
    plan.next_actions().into_iter().find(helps)
}

/// The word for one that is active or on trial.
fn running(plan: &SubscriptionStanding<'_>, otherwise: AccessStanding) -> AccessStanding {
    match (plan.ends, &plan.collection_pause) {
        (Some(_), _) => AccessStanding::Canceling,
        (None, Some(_)) => AccessStanding::CollectionPaused,
        (None, None) => otherwise,
    }
}

/// Whether the company has paused charging, and the policy grants nothing then.
fn is_stopped(plan: &SubscriptionStanding<'_>, policy: &StandingPolicy) -> bool {
    plan.collection_pause.as_ref().is_some_and(|pause| !policy.pause_collection.grants(pause.behavior))
}

/// Canceled, and perhaps paid for longer.
fn canceled(plan: &SubscriptionStanding<'_>, policy: &StandingPolicy) -> Verdict {
    let of = |standing| judged(plan, standing, Some(Reason::Canceled));
    match plan.standing.alone() {
        Standing::CanceledPaidUntil { until, .. } => {
            let grants = policy.canceled_paid_until;
            Verdict { grants, until: Some(*until).filter(|_| grants), ..of(AccessStanding::CanceledPaidUntil) }
        }
        _ => of(AccessStanding::Ended),
    }
}

/// Within the grace, unless the plan ends before that is over.
fn past_due(
    plan: &SubscriptionStanding<'_>,
    policy: &StandingPolicy,
    stopped: Option<Reason>,
    now: OffsetDateTime,
) -> Verdict {
    let grace = grace_ends(plan, policy).filter(|ends| *ends > now);
    let refusal = stopped.or(grace.is_none().then_some(Reason::PastDue));
    let verdict = judged(plan, AccessStanding::PastDue, refusal);
    match grace {
        Some(ends) if verdict.grants && verdict.until.is_none_or(|until| ends < until) => {
            let reason = Reason::PastDue;
            Verdict { until: Some(ends), reason: Some(reason), help: help(plan, reason), ..verdict }
        }
        _ => verdict,
    }
}

fn pause_reason(plan: &SubscriptionStanding<'_>) -> PauseReason {
    match plan.standing.alone() {
        Standing::Paused { reason, .. } => *reason,
        _ => PauseReason::Unknown,
    }
}

/// When the grace of a plan that is past due ends, or has ended.
pub(crate) fn grace_ends(plan: &SubscriptionStanding<'_>, policy: &StandingPolicy) -> Option<OffsetDateTime> {
    plan.past_due_since?.checked_add(Duration::days(policy.past_due_days.into()))
}
