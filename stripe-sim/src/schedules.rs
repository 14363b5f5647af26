//! Subscription schedules by themselves: made, put in charge, kept in step with their subscription, ended.

use crate::cancellation;
use crate::ids;
use crate::params::Metadata;
use crate::period;
use crate::state::{
    EndBehavior, Interval, Phase, PhaseItem, Schedule, ScheduleStatus, State, Subscription, interval_of,
};
use crate::tx::Tx;

/// A schedule that leaves a subscription as it is until its period ends.
pub(crate) fn made_from(subscription: &Subscription, now: i64) -> Schedule {
    let starts = subscription.items.iter().map(|item| item.current_period_start);
    let items = subscription.items.iter().map(PhaseItem::of).collect();
    let phase = Phase::plain(starts.min().unwrap_or(now), subscription.first_period_end(), items);
    Schedule {
        id: ids::long("sub_sched"),
        created: now,
        customer: subscription.customer.clone(),
        subscription: Some(subscription.id.clone()),
        currency: subscription.currency.clone(),
        billing_mode: subscription.billing_mode,
        collection_method: subscription.collection_method,
        status: ScheduleStatus::Active,
        ended_at: None,
        end_behavior: EndBehavior::Release,
        phases: vec![phase],
        current: 0,
        metadata: Metadata::new(),
    }
}

/// One phase more, for one period of its first item.
pub(crate) fn followed_by(state: &State, mut schedule: Schedule, items: Vec<PhaseItem>) -> Schedule {
    let start = schedule.end();
    schedule.phases.push(Phase::plain(start, one_period_after(state, start, &items), items));
    schedule
}

pub(crate) fn one_period_after(state: &State, start: i64, items: &[PhaseItem]) -> i64 {
    let rhythm = items.first().and_then(|item| interval_of(state, &item.price));
    let (interval, every) = rhythm.unwrap_or((Interval::Month, 1));
    period::after(start, interval, every)
}

/// Puts a new schedule in charge.
pub(crate) fn begin(tx: &mut Tx<'_>, schedule: Schedule) {
    let (id, subscription) = (schedule.id.clone(), schedule.subscription.clone());
    tx.create(schedule);
    if let Some(subscription) = subscription {
        tx.update::<Subscription>(&subscription, |subscription| subscription.schedule = Some(id));
    }
}

/// The change that is still to come, if there is one.
pub(crate) fn waiting<'a>(state: &'a State, subscription: &Subscription) -> Option<&'a Phase> {
    state.get::<Schedule>(subscription.schedule.as_deref()?)?.next_phase()
}

/// The current phase says what the subscription has become by another hand.
pub(crate) fn follow(tx: &mut Tx<'_>, subscription: &str) {
    let Some(subscription) = tx.get::<Subscription>(subscription) else { return };
    let (Some(id), items) = (subscription.schedule.clone(), subscription.items.clone()) else { return };
    tx.update::<Schedule>(&id, |schedule| {
        if let Some(phase) = schedule.phases.get_mut(schedule.current) {
            phase.items = items.iter().map(PhaseItem::of).collect();
        }
    });
}

/// The schedule ends here and its subscription goes on as it is.
pub(crate) fn release(tx: &mut Tx<'_>, id: &str, keep_cancellation: bool) {
    let Some(schedule) = tx.get::<Schedule>(id).cloned() else { return };
    let_go(tx, id, ScheduleStatus::Released);
    if let Some(subscription) = schedule.subscription.filter(|_| !keep_cancellation)
        && schedule.end_behavior == EndBehavior::Cancel
    {
        tx.update::<Subscription>(&subscription, cancellation::take_back);
    }
}

/// The schedule ends here and lets go of its subscription.
pub(crate) fn let_go(tx: &mut Tx<'_>, id: &str, status: ScheduleStatus) {
    let Some(subscription) = tx.get::<Schedule>(id).map(|schedule| schedule.subscription.clone()) else { return };
    ended(tx, id, status);
    if let Some(subscription) = subscription {
        tx.update::<Subscription>(&subscription, |subscription| subscription.schedule = None);
    }
}

/// The subscription has ended, as the schedule said or before.
pub(crate) fn subscription_ended(tx: &mut Tx<'_>, id: &str) {
    let Some(schedule) = tx.get::<Schedule>(id) else { return };
    let as_told = schedule.end_behavior == EndBehavior::Cancel && schedule.end() <= tx.now();
    ended(tx, id, if as_told { ScheduleStatus::Completed } else { ScheduleStatus::Canceled });
}

pub(crate) fn ended(tx: &mut Tx<'_>, id: &str, status: ScheduleStatus) {
    let now = tx.now();
    let event = match status {
        ScheduleStatus::Completed => "completed",
        ScheduleStatus::Released => "released",
        ScheduleStatus::Canceled => "canceled",
        ScheduleStatus::NotStarted | ScheduleStatus::Active => return,
    };
    tx.update_as::<Schedule>(event, id, |schedule| {
        schedule.status = status;
        schedule.ended_at = Some(now);
    });
}
