//! From lines to what is to be paid: discounts first, then tax.

use super::{discounts, taxes};
use crate::state::{Address, Customer, Line, State, Subscription};

/// Lines as a subscription's invoice has them at a time. What they came to before is reckoned anew.
pub(super) fn reckoned(state: &State, subscription: &Subscription, lines: Vec<Line>, at: i64) -> Vec<Line> {
    reckoned_at(state, subscription, lines, at, None)
}

/// As [`reckoned`], for a customer who is said to be somewhere.
pub(crate) fn reckoned_at(
    state: &State,
    subscription: &Subscription,
    mut lines: Vec<Line>,
    at: i64,
    place: Option<Address>,
) -> Vec<Line> {
    for line in &mut lines {
        line.discounts.clear();
        line.taxes.clear();
    }
    discounts::take_off(state, subscription, &mut lines, at);
    let mut customer = state.get::<Customer>(&subscription.customer).cloned().unwrap_or_else(|| Customer::blank(at));
    if place.is_some() {
        customer.address = place;
    }
    taxes::add(state, subscription, &customer, &mut lines);
    lines
}

/// What is to be paid for lines.
pub(crate) fn asked(state: &State, subscription: &Subscription, lines: Vec<Line>, at: i64) -> i64 {
    reckoned(state, subscription, lines, at).iter().map(Line::total).sum()
}
