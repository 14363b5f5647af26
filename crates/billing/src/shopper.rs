//! The current plan of a visitor of the pricing page, and what they can choose.

use crate::{
    facts::BillingFacts,
    model::{CurrentPlan, Shopper},
    portal::changeable,
    subscription::status,
};

/// The shopper, from mirrored facts: the page works while Stripe is down.
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
