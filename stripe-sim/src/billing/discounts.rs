//! What coupons take off the lines of an invoice: those of an item first, then those of the whole subscription.

use super::lines::whole_periods;
use crate::state::{Coupon, CouponDuration, Discount, Item, Line, LineDiscount, Off, Price, State, Subscription};

/// Lines as a subscription's discounts leave them at a time.
pub(super) fn take_off(state: &State, subscription: &Subscription, lines: &mut [Line], at: i64) {
    for item in &subscription.items {
        for discount in item.discounts.iter().filter(|discount| discount.is_on_at(at)) {
            apply(state, subscription, discount, Some(&item.id), lines);
        }
    }
    for discount in subscription.discounts.iter().filter(|discount| discount.is_on_at(at)) {
        apply(state, subscription, discount, None, lines);
    }
}

fn apply(state: &State, subscription: &Subscription, discount: &Discount, item: Option<&str>, lines: &mut [Line]) {
    let Some(coupon) = state.get::<Coupon>(&discount.coupon) else { return };
    let is_product = |line: &Line| state.get::<Price>(&line.price).is_some_and(|price| coupon.is_for(&price.product));
    let is_meant = |line: &Line| {
        line.is_discountable()
            && line.net() > 0
            && is_product(line)
            && item.is_none_or(|id| line.subscription_item == id)
    };
    let mut meant: Vec<&mut Line> = lines.iter_mut().filter(|line| is_meant(line)).collect();
    let mut whole: i64 = meant.iter().map(|line| line.net()).sum();
    let mut left = coupon.off.amount_in(&subscription.currency).unwrap_or(0).min(whole);
    for line in &mut meant {
        let amount = match coupon.off {
            Off::Percent(percent) => percent.of(line.net()),
            // In proportion; the last of them takes what rounding has left.
            Off::Amount { .. } => {
                let part = crate::state::share(left, line.net(), whole);
                whole -= line.net();
                left -= part;
                part
            }
        };
        line.discounts.push(LineDiscount { discount: discount.id.clone(), amount, on_item: item.is_some() });
    }
}

/// What a whole period of an item costs with the discounts that last, as prorations reckon with it.
pub(super) fn net_of(state: &State, subscription: &Subscription, item: &Item, at: i64) -> i64 {
    let lasts = |discount: &Discount| {
        state.get::<Coupon>(&discount.coupon).is_some_and(|coupon| coupon.duration != CouponDuration::Once)
    };
    let mut lasting = subscription.clone();
    lasting.discounts.retain(lasts);
    for item in &mut lasting.items {
        item.discounts.retain(lasts);
    }
    let mut lines = whole_periods(state, &lasting, |_| true);
    take_off(state, &lasting, &mut lines, at);
    lines.iter().find(|line| line.subscription_item == item.id).map_or(0, Line::net)
}

/// What was asked for an item's present period and how long that was, if it was asked for as a whole.
pub(super) fn asked_for(state: &State, subscription: &Subscription, item: &Item) -> Option<(i64, i64)> {
    let is_whole = |line: &&Line| {
        line.subscription_item == item.id
            && !line.proration
            && line.period_end == item.current_period_end
            && line.price == item.price
            && line.quantity == item.quantity
    };
    let invoices = state.invoices.with("subscription", &subscription.id).rev();
    invoices
        .flat_map(|invoice| &invoice.lines)
        .find(is_whole)
        .map(|line| (line.net(), (line.period_end - line.period_start).max(1)))
}
