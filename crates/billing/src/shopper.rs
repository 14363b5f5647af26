//! The current plan of a visitor of the pricing page, and what they can choose.

use time::OffsetDateTime;

use crate::{
    facts::BillingFacts,
    model::{CurrentPlan, Shopper, Status, WhyFixed},
    portal::changeable,
    standing::standing,
    subscription::{SubscriptionWithItems, status},
};

/// The shopper at this time, from mirrored facts: the page works while Stripe is down.
pub fn shopper(facts: &BillingFacts, now: OffsetDateTime) -> Shopper {
    let currency = facts.customer.as_ref().and_then(|customer| customer.currency.clone());
    let shopper = Shopper { currency, has_tried: facts.has_tried(), ..Shopper::default() };
    let Some(plan) = facts.plan().filter(|plan| !status(&plan.subscription).is_ended()) else { return shopper };
    let prices = plan.items.iter().map(|item| item.price_id.clone()).collect();
    Shopper { plan: current(facts, plan, now), prices, ..shopper }
}

fn current(facts: &BillingFacts, plan: &SubscriptionWithItems, now: OffsetDateTime) -> CurrentPlan {
    // A first payment that was given up is no plan beside another.
    let counts = |status: Status| !status.is_ended() && status != Status::Incomplete;
    let living = facts.subscriptions.iter().filter(|each| facts.is_plan(each) && counts(status(&each.subscription)));
    if living.count() > 1 {
        return CurrentPlan::Fixed(WhyFixed::Several);
    }
    if changeable(facts, Some(&plan.subscription.id)).is_some() {
        return CurrentPlan::Changeable;
    }
    CurrentPlan::Fixed(WhyFixed::of(&standing(facts, plan, now)))
}
