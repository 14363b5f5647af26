//! The standing of each subscription, with the times on which access depends.

use time::OffsetDateTime;

use crate::{
    debts::{of_pending_update, open_invoices_of, unpaid_invoices_of},
    facts::BillingFacts,
    model::{CollectionPause, Due, NextAction, Schedule, Standing, Status, WhyFixed},
    pause::collection_pause,
    plans::OtherProducts,
    scheduled_change::schedule,
    standing::{RENEWED_WITHIN, scheduled_end, standing},
    subscription::{SubscriptionWithItems, status, time},
};

/// One subscription at one time.
#[derive(Clone, Debug)]
pub struct SubscriptionStanding<'a> {
    pub subscribed: &'a SubscriptionWithItems,
    pub status: Status,
    pub standing: Standing,
    /// Whether it is a plan of this site, not of another service with the same Stripe account.
    pub is_plan: bool,
    /// When it will end, if it is set to.
    pub ends: Option<OffsetDateTime>,
    /// Whether the end that was set has passed. Stripe's word of it may still be on its way.
    pub is_over: bool,
    pub schedule: Schedule,
    /// While charging is paused.
    pub collection_pause: Option<CollectionPause>,
    /// Of one that is past due: since when its oldest open invoice should have been paid; if that is not known, since
    /// its period began.
    pub past_due_since: Option<OffsetDateTime>,
}

/// Every subscription, the one to show first at the front; `others` are the products that are not plans of this site.
/// Of the facts, products, prices and payment methods may be missing.
pub fn standings<'a>(
    facts: &'a BillingFacts,
    others: &OtherProducts,
    now: OffsetDateTime,
) -> Vec<SubscriptionStanding<'a>> {
    let of = |subscribed: &'a SubscriptionWithItems| {
        let subscription = &subscribed.subscription;
        let end = scheduled_end(subscribed);
        SubscriptionStanding {
            subscribed,
            status: status(subscription),
            standing: standing(facts, subscribed, now),
            is_plan: others.is_plan(subscribed),
            ends: end.filter(|at| *at > now),
            is_over: end.is_some_and(|at| at <= now),
            schedule: schedule(subscription, now),
            collection_pause: collection_pause(subscription, now),
            past_due_since: past_due_since(facts, subscribed),
        }
    };
    let mut all: Vec<_> = facts.subscriptions.iter().collect();
    // What is over by now comes after what goes on, as if Stripe had said so.
    let is_over = |each: &SubscriptionWithItems| {
        status(&each.subscription).is_ended() || scheduled_end(each).is_some_and(|at| at <= now)
    };
    all.sort_by_cached_key(|each| (is_over(each), BillingFacts::rank(each, others)));
    all.into_iter().map(of).collect()
}

impl SubscriptionStanding<'_> {
    /// What can be done about its state, the best action first. Paying a debt beside it would not change the state.
    pub fn next_actions(&self) -> Vec<NextAction> {
        let mut steps = self.standing.alone().next_actions();
        steps.retain(|step| !self.schedule.forbids(step));
        steps
    }

    /// What must be done before the customer can choose another plan, or an action of which that is one; `None` if only
    /// the company can help. The pricing page tells the same: see [`CurrentPlan`](crate::CurrentPlan).
    pub fn way_to_another_plan(&self) -> Option<NextAction> {
        let mut steps = self.next_actions();
        if self.subscribed.changeable_item().is_some() && steps.contains(&NextAction::ChangePlan) {
            return Some(NextAction::ChangePlan);
        }
        match WhyFixed::of(&self.standing) {
            WhyFixed::Several | WhyFixed::Other => return None,
            WhyFixed::Canceling => steps.retain(|step| *step == NextAction::KeepPlan),
            WhyFixed::Scheduled(_) => steps.retain(|step| *step == NextAction::ReviewChange),
            WhyFixed::Unpaid | WhyFixed::Incomplete | WhyFixed::Paused => steps.retain(|step| self.mends(step)),
        }
        steps.into_iter().next()
    }

    /// Whether the action does something about what is due, or about a pause. While a payment is being processed,
    /// nothing does but waiting.
    pub fn mends(&self, step: &NextAction) -> bool {
        let is_processing = self.standing.alone().due().is_some_and(Due::is_processing);
        let is_other = matches!(step, NextAction::ChangePlan | NextAction::CancelPlan | NextAction::KeepPlan);
        !is_processing && !is_other
    }

    /// The known times at which anything in here but a time to be told, or what can be done about it, may become
    /// another one.
    pub fn times(&self, facts: &BillingFacts) -> Vec<OffsetDateTime> {
        let SubscriptionWithItems { subscription, items } = self.subscribed;
        let own = [
            subscription.cancel_at,
            subscription.schedule_ends_at,
            subscription.collection_resumes_at,
            subscription.change_at,
            subscription.next_phase_at,
        ];
        let ends = || items.iter().map(|item| Some(item.current_period_end)).chain([subscription.trial_end]);
        // Then a renewal that Stripe told nothing of makes the standing unknown.
        let unknown = ends().flatten().map(|end| end.checked_add(RENEWED_WITHIN.whole_seconds() + 1));
        let due = unpaid_invoices_of(facts, subscription).map(|invoice| invoice.due_at);
        own.into_iter().chain(ends()).chain(unknown).chain(due).filter_map(time).collect()
    }
}

fn past_due_since(
    facts: &BillingFacts,
    SubscriptionWithItems { subscription, items }: &SubscriptionWithItems,
) -> Option<OffsetDateTime> {
    if status(subscription) != Status::PastDue {
        return None;
    }
    let of_change = of_pending_update(facts, subscription).map(|invoice| invoice.id.as_str());
    let open = open_invoices_of(facts, subscription).filter(|invoice| of_change != Some(invoice.id.as_str()));
    let oldest = open.map(|invoice| invoice.due_at.unwrap_or(invoice.created_at)).min();
    time(oldest.or_else(|| items.iter().map(|item| item.current_period_start).max()))
}
