//! What a change of plan does: at once with its prorations, or at the end of the period where the configuration says so.

use super::visit::Visit;
use crate::api::subscription_items::ItemChange;
use crate::billing;
use crate::decline::Decline;
use crate::period;
use crate::schedules;
use crate::state::{Item, PhaseItem, Price, ScheduleCondition, State, Status, Subscription, TrialUpdate, interval_of};
use crate::subscribing;
use crate::tx::Tx;

pub(super) struct Plan {
    pub price: String,
    pub quantity: i64,
}

/// Whether the change is for the worse, and waits for the end of what was paid for.
pub(super) fn is_scheduled(state: &State, visit: &Visit, item: &Item, plan: &Plan) -> bool {
    let amount = |price: &str, quantity: i64| state.get::<Price>(price).map_or(0, |price| price.amount.of(quantity));
    let length =
        |price: &str| interval_of(state, price).map_or(0, |(interval, every)| period::after(0, interval, every));
    visit.configuration.features.subscription_update.schedule_at_period_end.iter().any(|condition| match condition {
        ScheduleCondition::DecreasingItemAmount => {
            amount(&plan.price, plan.quantity) < amount(&item.price, item.quantity)
        }
        ScheduleCondition::ShorteningInterval => length(&plan.price) < length(&item.price),
    })
}

/// The subscription as a plan would make it at once. `None` if it does not fit any more.
pub(super) fn planned(
    tx: &Tx<'_>,
    visit: &Visit,
    before: &Subscription,
    item: &Item,
    plan: &Plan,
) -> Option<Subscription> {
    let mut after = before.clone();
    let update = &visit.configuration.features.subscription_update;
    if after.status == Status::Trialing && update.trial_update_behavior == TrialUpdate::EndTrial {
        let now = tx.now();
        after.status = Status::Active;
        after.trial_end = Some(now);
        after.billing_cycle_anchor = now;
        for item in &mut after.items {
            item.current_period_end = now;
        }
    }
    ItemChange::to(&item.id, &plan.price, plan.quantity).apply(tx, &mut after).ok()?;
    after.items = period::next_periods(tx.state(), &after, tx.now());
    Some(after)
}

/// Does it, or says why not; then nothing has changed.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    visit: &Visit,
    before: &Subscription,
    item: &Item,
    plan: &Plan,
) -> Result<(), &'static str> {
    const GONE: &str = "That plan is no longer available.";
    let after = planned(tx, visit, before, item, plan).ok_or(GONE)?;
    if is_scheduled(tx.state(), visit, item, plan) {
        if let Some(done) = &before.schedule {
            schedules::release(tx, done, false);
        }
        let items = after.items.iter().map(PhaseItem::of).collect();
        let schedule = schedules::made_from(before, tx.now());
        let schedule = schedules::followed_by(tx.state(), schedule, items);
        schedules::begin(tx, schedule);
        return Ok(());
    }
    let proration = visit.configuration.features.subscription_update.proration_behavior;
    let changes = billing::changes(tx.state(), before, &after, tx.now());
    let asked = billing::asked(tx.state(), &after, changes.asked_at_once(proration), tx.now());
    billing::is_collectible(tx.state(), &after, asked).map_err(Decline::message)?;
    subscribing::rewrite(tx, before, after, changes, proration);
    Ok(())
}
