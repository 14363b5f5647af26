//! What becomes of the discounts of a subscription: begun with its coupons' redemption, used up, taken away.

use crate::period;
use crate::state::{Coupon, CouponDuration, Discount, Interval, Kind, Line, PromotionCode, State, Subscription};
use crate::tx::Tx;

/// Every discount a subscription has, its items' too.
fn all(subscription: &Subscription) -> Vec<Discount> {
    let own = subscription.items.iter().flat_map(|item| &item.discounts);
    subscription.discounts.iter().chain(own).cloned().collect()
}

/// When a discount that begins now stops by itself.
pub(crate) fn end_of(coupon: &Coupon, now: i64) -> Option<i64> {
    let months = coupon.duration_in_months.filter(|_| coupon.duration == CouponDuration::Repeating)?;
    Some(period::after(now, Interval::Month, months))
}

/// Takes off what was good for one invoice, and has been used in it.
pub(crate) fn spend(state: &State, subscription: &mut Subscription, lines: &[Line]) {
    let used = |discount: &Discount| {
        let mut amounts = lines.iter().flat_map(|line| &line.discounts);
        let once = state.get::<Coupon>(&discount.coupon).is_some_and(|it| it.duration == CouponDuration::Once);
        once && amounts.any(|taken| taken.discount == discount.id && taken.amount > 0)
    };
    subscription.discounts.retain(|discount| !used(discount));
    for item in &mut subscription.items {
        item.discounts.retain(|discount| !used(discount));
    }
}

/// Writes down which discounts have come and gone with a change, and tells of them. `reckoned` names those that came
/// and went at once.
pub(crate) fn settle(tx: &mut Tx<'_>, before: Option<&Subscription>, reckoned: &Subscription, after: &Subscription) {
    let mut old = before.map(all).unwrap_or_default();
    for discount in all(reckoned).into_iter().chain(all(after)) {
        if tx.get::<Discount>(&discount.id).is_none() {
            begin(tx, discount.clone());
        }
        if !old.contains(&discount) {
            old.push(discount);
        }
    }
    let left = all(after);
    for gone in old.iter().filter(|discount| !left.contains(discount)) {
        end(tx, &gone.id);
    }
}

fn begin(tx: &mut Tx<'_>, discount: Discount) {
    let (coupon, code) = (discount.coupon.clone(), discount.promotion_code.clone());
    tx.create(discount);
    tx.update::<Coupon>(&coupon, |coupon| coupon.times_redeemed += 1);
    if let Some(code) = code {
        tx.update::<PromotionCode>(&code, |code| code.times_redeemed += 1);
    }
}

/// Told as it was last.
fn end(tx: &mut Tx<'_>, id: &str) {
    let last = tx.render::<Discount>(id);
    tx.update_quietly::<Discount>(id, |discount| discount.is_over = true);
    tx.emit(format!("{}.deleted", Discount::EVENTS), &last, None);
}

/// Takes one away: it is over, or somebody has.
pub(crate) fn remove(tx: &mut Tx<'_>, id: &str) {
    let Some(subscription) = tx.get::<Discount>(id).and_then(|discount| discount.subscription.clone()) else {
        return;
    };
    if tx.get::<Subscription>(&subscription).is_none_or(Subscription::has_ended) {
        tx.update_quietly::<Discount>(id, |discount| discount.is_over = true);
        return;
    }
    end(tx, id);
    tx.update::<Subscription>(&subscription, |subscription| {
        subscription.discounts.retain(|discount| discount.id != id);
        for item in &mut subscription.items {
            item.discounts.retain(|discount| discount.id != id);
        }
    });
}
