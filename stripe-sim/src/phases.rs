//! The phases of a schedule: what each makes of the subscription when it comes.

use crate::billing;
use crate::cancellation;
use crate::discounting;
use crate::ids;
use crate::period;
use crate::schedules;
use crate::state::{
    Coupon, Discount, EndBehavior, Item, Phase, PhaseDiscount, PhaseItem, ProrationBehavior, Schedule, ScheduleStatus,
    State, Status, Subscription, interval_of,
};
use crate::subscribing;
use crate::tx::Tx;

/// Writes a changed schedule down, and what it says about the present and the end.
pub(crate) fn rewrite(tx: &mut Tx<'_>, schedule: Schedule, proration: ProrationBehavior) {
    let (id, subscription) = (schedule.id.clone(), schedule.subscription.clone());
    let was_to_end = tx.get::<Schedule>(&id).is_some_and(|old| old.end_behavior == EndBehavior::Cancel);
    let (current, ends, now) = (schedule.current_phase().cloned(), schedule.end(), tx.now());
    let is_to_end = schedule.end_behavior == EndBehavior::Cancel;
    tx.update::<Schedule>(&id, |old| *old = schedule);
    let Some(subscription) = subscription else { return };
    if let Some(phase) = current {
        enter(tx, &subscription, &phase, proration);
    }
    if is_to_end {
        tx.update::<Subscription>(&subscription, |subscription| {
            // To ask for the same end again is not to ask anew.
            if subscription.cancel_at != Some(ends) {
                cancellation::at(subscription, ends, now);
            }
        });
    } else if was_to_end {
        tx.update::<Subscription>(&subscription, cancellation::take_back);
    }
}

/// The subscription in the periods that hold `at`, made of what the phase that has come by then says.
pub(crate) fn renewed(state: &State, before: &Subscription, at: i64) -> Subscription {
    let mut subscription = before.clone();
    if let Some(phase) = schedules::waiting(state, before).filter(|phase| phase.start <= at) {
        put(state, &mut subscription, &phase.items, at);
    }
    subscription.items = period::next_periods(state, &subscription, at);
    subscription
}

/// The end of a phase.
pub(crate) fn step(tx: &mut Tx<'_>, id: &str) {
    let Some(schedule) = tx.get::<Schedule>(id).cloned() else { return };
    let Some(subscription) = &schedule.subscription else {
        start(tx, &schedule);
        return;
    };
    match schedule.next_phase() {
        Some(next) => {
            tx.update::<Schedule>(id, |schedule| schedule.current += 1);
            enter(tx, subscription, next, next.proration);
        }
        None => schedules::let_go(tx, id, ScheduleStatus::Completed),
    }
}

/// Begins the subscription that a schedule was made for.
pub(crate) fn start(tx: &mut Tx<'_>, schedule: &Schedule) {
    let (Some(phase), now) = (schedule.phases.first(), tx.now()) else { return };
    let mut subscription = Subscription::new(schedule.customer.clone(), schedule.billing_mode, now);
    subscription.currency.clone_from(&schedule.currency);
    subscription.schedule = Some(schedule.id.clone());
    subscription.metadata.clone_from(&phase.metadata);
    if let Some(end) = phase.trial_end.filter(|end| *end > now) {
        subscription.status = Status::Trialing;
        subscription.trial_start = Some(now);
        subscription.trial_end = Some(end);
        subscription.billing_cycle_anchor = end;
    }
    let period = subscription.trial_end.map_or((now, now), |end| (now, end));
    subscription.items = phase.items.iter().map(|item| new_item(item, period, now)).collect();
    subscription.items = period::next_periods(tx.state(), &subscription, now);
    take_terms(tx.state(), &mut subscription, phase, now);
    if schedule.end_behavior == EndBehavior::Cancel {
        cancellation::at(&mut subscription, schedule.end(), now);
    }
    let id = subscription.id.clone();
    tx.update::<Schedule>(&schedule.id, |schedule| {
        schedule.subscription = Some(id);
        schedule.status = ScheduleStatus::Active;
    });
    let then = billing::Drafted::of(&subscription);
    subscribing::begin(tx, subscription, then);
}

/// What a phase says besides its items.
fn take_terms(state: &State, subscription: &mut Subscription, phase: &Phase, now: i64) {
    if let Some(rates) = &phase.default_tax_rates {
        subscription.default_tax_rates.clone_from(rates);
    }
    if phase.description.is_some() {
        subscription.description.clone_from(&phase.description);
    }
    let Some(discounts) = &phase.discounts else { return };
    let had: Vec<_> = subscription.discounts.iter().map(|it| (&it.coupon, &it.promotion_code)).collect();
    if had.into_iter().eq(discounts.iter().map(|it| (&it.coupon, &it.promotion_code))) {
        return;
    }
    let discount = |it: &PhaseDiscount| {
        let coupon = state.get::<Coupon>(&it.coupon).filter(|coupon| coupon.is_valid(now))?;
        Some(Discount {
            id: ids::long("di"),
            coupon: it.coupon.clone(),
            promotion_code: it.promotion_code.clone(),
            customer: Some(subscription.customer.clone()),
            subscription: Some(subscription.id.clone()),
            subscription_item: None,
            checkout_session: None,
            start: now,
            end: discounting::end_of(coupon, now),
            is_over: false,
        })
    };
    subscription.discounts = discounts.iter().filter_map(discount).collect();
}

/// Makes a subscription what a phase says, unless it is that already: most phases begin with a renewal.
fn enter(tx: &mut Tx<'_>, subscription: &str, phase: &Phase, proration: ProrationBehavior) {
    let Some(before) = tx.get::<Subscription>(subscription).cloned() else { return };
    let (mut after, now) = (before.clone(), tx.now());
    take_terms(tx.state(), &mut after, phase, now);
    if before.items.iter().map(PhaseItem::of).eq(phase.items.iter().cloned()) {
        if after.discounts != before.discounts
            || after.default_tax_rates != before.default_tax_rates
            || after.description != before.description
        {
            subscribing::rewrite(tx, &before, after, billing::Changes::default(), proration);
        }
        return;
    }
    put(tx.state(), &mut after, &phase.items, now);
    if runs(&after, now) {
        after.items = period::next_periods(tx.state(), &after, now);
    }
    let changes = billing::changes(tx.state(), &before, &after, now);
    subscribing::rewrite(tx, &before, after, changes, proration);
}

/// Whether its periods are those of its prices; a trial's is its own, and a pause has none.
fn runs(subscription: &Subscription, now: i64) -> bool {
    subscription.status != Status::Paused && subscription.trial_end.is_none_or(|end| end <= now)
}

/// Items keep their ids where a price stays, or takes the place of another. Another rhythm ends a period.
fn put(state: &State, subscription: &mut Subscription, wanted: &[PhaseItem], now: i64) {
    let runs = runs(subscription, now);
    let mut old = std::mem::take(&mut subscription.items);
    let first = old.first().map(|item| (item.current_period_start, item.current_period_end));
    for new in wanted {
        let same = old.iter().position(|item| item.price == new.price);
        let free = || old.iter().position(|item| wanted.iter().all(|wanted| wanted.price != item.price));
        let mut item = match same.or_else(free) {
            Some(position) => old.remove(position),
            None => new_item(new, first.filter(|_| !runs).unwrap_or((now, now)), now),
        };
        if runs && interval_of(state, &item.price) != interval_of(state, &new.price) {
            item.current_period_end = item.current_period_end.min(now);
            subscription.billing_cycle_anchor = now;
        }
        item.price.clone_from(&new.price);
        item.quantity = new.quantity;
        item.metadata.clone_from(&new.metadata);
        item.tax_rates.clone_from(&new.tax_rates);
        subscription.items.push(item);
    }
}

fn new_item(new: &PhaseItem, (start, end): (i64, i64), now: i64) -> Item {
    Item {
        id: ids::short("si"),
        created: now,
        price: new.price.clone(),
        quantity: new.quantity,
        current_period_start: start,
        current_period_end: end,
        discounts: Vec::new(),
        usage_billed_until: 0,
        tax_rates: new.tax_rates.clone(),
        metadata: new.metadata.clone(),
    }
}
