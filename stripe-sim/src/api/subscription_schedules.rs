//! Subscription schedules, made of a subscription that runs.

use super::references::existing_customer;
use super::schedule_phases::SentPhase;
use super::values::read_metadata;
use crate::error::Error;
use crate::list::Page;
use crate::params::{Choice, Params, set};
use crate::phases;
use crate::render::Render;
use crate::schedules;
use crate::state::{BillingMode, Customer, EndBehavior, Phase, Price, Schedule, ScheduleStatus, Status, Subscription};
use crate::subscribing;
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    if !params.is_sent("from_subscription") {
        return create_anew(tx, params);
    }
    let from = params.required("from_subscription")?;
    params.done()?;
    let subscription = tx.mentioned::<Subscription>(&from, "from_subscription")?;
    if let Some(schedule) = &subscription.schedule {
        return Err(Error::refused(format!(
            "You cannot migrate a subscription that is already attached to a schedule: `{schedule}`."
        )));
    }
    if !matches!(subscription.status, Status::Trialing | Status::Active | Status::PastDue) {
        return Err(Error::refused(format!(
            "You cannot migrate a subscription with the status `{}` to a schedule.",
            subscription.status.word()
        )));
    }
    if subscription.is_scheduled_to_end() {
        let what = "schedules of subscriptions that are set to be canceled";
        return Err(Error::not_simulated(Some("from_subscription".to_owned()), what, "those of all others"));
    }
    let schedule = schedules::made_from(subscription, tx.now());
    let id = schedule.id.clone();
    schedules::begin(tx, schedule);
    Ok(tx.render::<Schedule>(&id))
}

/// A schedule that begins a subscription of its own, now or later.
fn create_anew(tx: &mut Tx<'_>, mut params: Params) -> Result<Value, Error> {
    let customer = params.required("customer")?;
    let start = params.required("start_date")?;
    let end_behavior = params.choice("end_behavior")?.unwrap_or(EndBehavior::Release);
    let billing_mode = params.hash("billing_mode", |hash| hash.choice("type"))?.flatten();
    let metadata = read_metadata(&mut params)?;
    let sent = params.list("phases", SentPhase::read)?;
    params.done()?;
    existing_customer(tx, &customer, "customer", false)?;
    let now = tx.now();
    let start = match start.as_str() {
        "now" => now,
        time => {
            time.parse().map_err(|_| Error::invalid("start_date", "Invalid start_date: must be a timestamp or now"))?
        }
    };
    if start < now {
        let what = "schedules that begin in the past";
        return Err(Error::not_simulated(Some("start_date".to_owned()), what, "those that begin now or later"));
    }
    let sent = sent.filter(|phases| !phases.is_empty()).ok_or_else(|| Error::MissingParameter("phases".to_owned()))?;
    let mut blank = Subscription::new(customer.clone(), billing_mode.unwrap_or(BillingMode::Flexible), now);
    let mut phases: Vec<Phase> = Vec::with_capacity(sent.len());
    for mut phase in sent {
        if phases.is_empty() {
            phase.start = Some(start);
            if let Some(price) = phase.items.first().and_then(|item| tx.get::<Price>(&item.price)) {
                blank.currency.clone_from(&price.currency);
            }
        } else if phase.trial_end.is_some() {
            return Err(phase.trial_not_simulated());
        }
        let before = phases.last().map(|phase| phase.end);
        phases.push(phase.resolve(tx, &blank, before)?);
    }
    let schedule = Schedule {
        id: crate::ids::long("sub_sched"),
        created: now,
        customer,
        subscription: None,
        currency: blank.currency,
        billing_mode: blank.billing_mode,
        collection_method: blank.collection_method,
        status: ScheduleStatus::NotStarted,
        ended_at: None,
        end_behavior,
        phases,
        current: 0,
        metadata,
    };
    let id = schedule.id.clone();
    tx.create(schedule.clone());
    if start <= now {
        phases::start(tx, &schedule);
    }
    Ok(tx.render::<Schedule>(&id))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<Schedule>(id, "schedule")?.render(tx.state()))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let customer = params.text("customer")?;
    let scheduled = params.boolean("scheduled")?.unwrap_or(false);
    params.done()?;
    if let Some(customer) = &customer {
        tx.mentioned::<Customer>(customer, "customer")?;
    }
    let narrow = customer.as_deref().map(|customer| ("customer", customer));
    page.within::<Schedule>(tx.state(), "/v1/subscription_schedules", narrow, |schedule| {
        !scheduled || schedule.status == ScheduleStatus::NotStarted
    })
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let end_behavior: Option<EndBehavior> = params.choice("end_behavior")?;
    let proration = params.choice("proration_behavior")?.unwrap_or_default();
    let metadata = params.metadata()?;
    let sent = params.list("phases", SentPhase::read)?;
    params.done()?;
    let mut schedule = active(tx, id, "update")?.clone();
    if let Some(sent) = sent {
        replan(tx, &mut schedule, sent)?;
    }
    set(&mut schedule.end_behavior, end_behavior);
    if let Some(change) = metadata {
        change.apply(&mut schedule.metadata);
    }
    phases::rewrite(tx, schedule, proration);
    Ok(tx.render::<Schedule>(id))
}

/// Phases that are over may be left out; the current one begins when it began.
fn replan(tx: &Tx<'_>, schedule: &mut Schedule, sent: Vec<SentPhase>) -> Result<(), Error> {
    let Some(id) = &schedule.subscription else {
        let what = "other phases for a schedule that has not started";
        return Err(Error::not_simulated(Some("phases".to_owned()), what, "those for one that has"));
    };
    let subscription = tx.mentioned::<Subscription>(id, "phases")?;
    let mut phases: Vec<Phase> = Vec::with_capacity(sent.len());
    for phase in sent {
        if phase.trial_end.is_some() {
            return Err(phase.trial_not_simulated());
        }
        let before = phases.last().map(|phase| phase.end);
        phases.push(phase.resolve(tx, subscription, before)?);
    }
    let first = phases.first().map_or(0, |phase| phase.start);
    let over = schedule.phases.iter().take(schedule.current).filter(|phase| phase.start < first).cloned();
    phases.splice(0..0, over.collect::<Vec<_>>());
    let began = schedule.current_phase().map(|phase| phase.start);
    let current = phases.iter().position(|phase| Some(phase.start) == began && tx.now() < phase.end);
    schedule.current = current.ok_or_else(|| {
        Error::refused_param("phases", "You have to send the current phase, with its start date and an end to come.")
    })?;
    schedule.phases = phases;
    Ok(())
}

pub(crate) fn release(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let preserve = params.boolean("preserve_cancel_date")?.unwrap_or(false);
    params.done()?;
    active(tx, id, "release")?;
    schedules::release(tx, id, preserve);
    Ok(tx.render::<Schedule>(id))
}

/// Ends the subscription, too.
pub(crate) fn cancel(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let invoice_now = params.boolean("invoice_now")?.unwrap_or(true);
    let prorate = params.boolean("prorate")?.unwrap_or(true);
    params.done()?;
    let Some(subscription) = active(tx, id, "cancel")?.subscription.clone() else {
        schedules::ended(tx, id, ScheduleStatus::Canceled);
        return Ok(tx.render::<Schedule>(id));
    };
    if let Some(before) = tx.get::<Subscription>(&subscription).cloned() {
        subscribing::cancel_at_once(tx, &before, prorate, invoice_now, |_| {});
    }
    Ok(tx.render::<Schedule>(id))
}

fn active<'a>(tx: &'a Tx<'_>, id: &str, what: &str) -> Result<&'a Schedule, Error> {
    let schedule = tx.addressed::<Schedule>(id, "schedule")?;
    if schedule.is_running() {
        return Ok(schedule);
    }
    let status = schedule.status.word();
    Err(Error::refused(format!(
        "You cannot {what} a subscription schedule that is currently in the `{status}` status. You can only {what} a \
         subscription schedule with the statuses: `not_started`, `active`."
    )))
}
