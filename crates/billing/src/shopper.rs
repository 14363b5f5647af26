//! What a visitor of the pricing page has already, and what that leaves to choose.

use crate::{
    facts::BillingFacts,
    model::{CurrentPlan, Shopper},
    portal::changeable,
    subscription::status,
};

/// What the facts leave to choose; from what was last fetched, since the page needs no Stripe.
pub fn shopper(facts: &BillingFacts) -> Shopper {
    let currency = facts.customer.as_ref().and_then(|customer| customer.currency.clone());
    let Some(plan) = facts.plan().filter(|plan| !status(&plan.subscription).is_ended()) else {
        return Shopper { currency, ..Shopper::default() };
    };
    let is_changeable = changeable(facts, Some(&plan.subscription.id)).is_some();
    Shopper {
        plan: if is_changeable { CurrentPlan::Changeable } else { CurrentPlan::Fixed },
        prices: plan.items.iter().map(|item| item.price_id.clone()).collect(),
        currency,
    }
}
