//! The future phases of a subscription schedule.

use stripe_shared::{
    Coupon, Discount, PromotionCode, Subscription, SubscriptionScheduleEndBehavior as EndBehavior,
    SubscriptionSchedulePhaseConfiguration as Phase, SubscriptionScheduleStatus as Status,
};
use stripe_types::Expandable;

/// A schedule that manages the subscription.
#[derive(Default)]
pub(crate) struct Schedule {
    /// When its next phase starts, if there is one.
    pub next_phase_at: Option<i64>,
    /// The next change, if there is any.
    pub change: Option<Change>,
    /// When the schedule ends the subscription, if it does.
    pub ends: Option<i64>,
}

/// What a phase changes. Without `from` a price is added, without `to` one is removed. Without both
/// there are several changes, or one that is not about prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub at: i64,
    pub from: Option<String>,
    pub to: Option<String>,
    /// The quantity of `to`.
    pub quantity: Option<i64>,
}

/// A price and its quantity.
type Line = (String, i64);

impl Schedule {
    /// `None` also for a finished schedule, which Stripe leaves on the subscription.
    pub fn of(subscription: &Subscription) -> Option<Self> {
        let Some(schedule) = subscription.schedule.as_ref()?.as_object() else { return Some(Self::default()) };
        if matches!(schedule.status, Status::Canceled | Status::Completed | Status::Released) {
            return None;
        }
        let ends = (schedule.end_behavior == EndBehavior::Cancel)
            .then(|| schedule.phases.iter().map(|phase| phase.end_date).max())
            .flatten();
        let now = clock::now_seconds();
        // If Stripe names the current phase, use its start as the current time.
        let now = schedule.current_phase.map_or(now, |phase| phase.start_date);
        let (mut later, past): (Vec<_>, Vec<_>) = schedule.phases.iter().partition(|phase| phase.start_date > now);
        later.sort_by_key(|phase| phase.start_date);
        let present = past.into_iter().max_by_key(|phase| phase.start_date);
        let next_phase_at = later.first().map(|phase| phase.start_date);
        Some(Self { next_phase_at, change: change(subscription, present, &later), ends })
    }
}

/// The change of the first future phase that differs from the present one.
fn change(subscription: &Subscription, present: Option<&Phase>, later: &[&Phase]) -> Option<Change> {
    let items = &subscription.items.data;
    let is: Vec<Line> = items.iter().map(|item| (item.price.id.to_string(), number(item.quantity))).collect();
    later.iter().find_map(|phase| {
        let of_items = of_items(&is, phase);
        let of_terms = || present.is_some_and(|present| terms(present) != terms(phase)).then(|| nothing_else(phase));
        of_items.or_else(of_terms)
    })
}

fn of_items(is: &[Line], phase: &Phase) -> Option<Change> {
    let will: Vec<Line> = phase.items.iter().map(|item| (item.price.id().to_string(), number(item.quantity))).collect();
    let gone: Vec<_> = is.iter().filter(|line| !will.contains(line)).collect();
    let new: Vec<_> = will.iter().filter(|line| !is.contains(line)).collect();
    if gone.is_empty() && new.is_empty() {
        return None;
    }
    if gone.len() > 1 || new.len() > 1 {
        return Some(nothing_else(phase));
    }
    let (from, to) = (gone.first().map(|(price, _)| price.clone()), new.first());
    Some(Change {
        at: phase.start_date,
        from,
        to: to.map(|(price, _)| price.clone()),
        quantity: to.map(|(_, quantity)| *quantity),
    })
}

/// A change of which only the time is known.
fn nothing_else(phase: &Phase) -> Change {
    Change { at: phase.start_date, from: None, to: None, quantity: None }
}

/// The terms that change the cost of the same prices: trial and discounts.
fn terms(phase: &Phase) -> (bool, Vec<Option<&str>>) {
    let of_all = phase.discounts.iter().map(|it| discount(&it.coupon, &it.promotion_code, &it.discount));
    let of_items = phase.items.iter().flat_map(|item| &item.discounts);
    let of_items = of_items.map(|it| discount(&it.coupon, &it.promotion_code, &it.discount));
    (phase.trial.unwrap_or(false), of_all.chain(of_items).collect())
}

/// The id of the discount's coupon, promotion code or discount.
fn discount<'a>(
    coupon: &'a Option<Expandable<Coupon>>,
    code: &'a Option<Expandable<PromotionCode>>,
    discount: &'a Option<Expandable<Discount>>,
) -> Option<&'a str> {
    let coupon = coupon.as_ref().map(|coupon| coupon.id().as_str());
    let code = || code.as_ref().map(|code| code.id().as_str());
    coupon.or_else(code).or_else(|| discount.as_ref().map(|discount| discount.id().as_str()))
}

/// The quantity of a phase's item; the default is one.
fn number(quantity: Option<u64>) -> i64 {
    i64::try_from(quantity.unwrap_or(1)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
