//! Subscription schedules, made of a subscription that runs.

use super::customers::set;
use super::subscription_items::ItemChange;
use crate::error::Error;
use crate::list::Page;
use crate::params::{Choice, Metadata, Params};
use crate::period;
use crate::scheduling;
use crate::state::{
    Customer, EndBehavior, Interval, Kind, Phase, PhaseItem, ProrationBehavior, Schedule, Status, Subscription,
};
use crate::subscribing;
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
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
    let schedule = scheduling::made_from(subscription, tx.now());
    let id = schedule.id.clone();
    scheduling::begin(tx, schedule);
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
    // Those that have not started yet: here all have.
    page.within::<Schedule>(tx.state(), "/v1/subscription_schedules", narrow, |_| !scheduled)
}

/// As it was sent: when it ends may depend on when it begins.
struct SentPhase {
    /// Its name on the wire, for refusals: `phases[0]`.
    param: String,
    items: Vec<PhaseItem>,
    start: Option<i64>,
    end: Option<i64>,
    duration: Option<(Interval, i64)>,
    proration: ProrationBehavior,
    metadata: Metadata,
}

impl SentPhase {
    fn read(hash: &mut Params) -> Result<Self, Error> {
        let items = hash.list("items", |item| {
            Ok(PhaseItem {
                price: item.required("price")?,
                quantity: item.natural("quantity")?.unwrap_or(1),
                metadata: read_metadata(item)?,
            })
        })?;
        let duration = hash.hash("duration", |duration| {
            let interval = duration.choice("interval")?;
            let interval = interval.ok_or_else(|| Error::MissingParameter(duration.name("interval")))?;
            Ok((interval, duration.natural("interval_count")?.unwrap_or(1)))
        })?;
        Ok(Self {
            param: hash.path().to_owned(),
            items: items.filter(|items| !items.is_empty()).ok_or(Error::MissingParameter(hash.name("items")))?,
            start: hash.integer("start_date")?,
            end: hash.integer("end_date")?,
            duration,
            proration: hash.choice("proration_behavior")?.unwrap_or(ProrationBehavior::CreateProrations),
            metadata: read_metadata(hash)?,
        })
    }

    /// As a phase that begins where the one before ends.
    fn resolve(self, tx: &Tx<'_>, subscription: &Subscription, before: Option<i64>) -> Result<Phase, Error> {
        let wrong = |field: &str, message: &str| Error::invalid(format!("{}[{field}]", self.param), message);
        let start = match (before, self.start) {
            (None, None) => {
                return Err(Error::refused_param(
                    "phases",
                    "The subscription schedule update is missing at least one phase with a `start_date` to anchor end \
                     dates to.",
                ));
            }
            (Some(end), Some(start)) if start != end => {
                return Err(wrong("start_date", "A phase has to start when the one before it ends."));
            }
            (Some(start), _) | (None, Some(start)) => start,
        };
        let end = match (self.end, self.duration) {
            (Some(_), Some(_)) => {
                return Err(wrong("duration", "You may only specify one of these parameters: duration, end_date."));
            }
            (Some(end), None) => end,
            (None, Some((interval, count))) => period::after(start, interval, count),
            (None, None) => scheduling::one_period_after(tx.state(), start, &self.items),
        };
        if end <= start {
            return Err(wrong("end_date", "A phase has to end after it starts."));
        }
        let mut made = Subscription { items: Vec::new(), ..subscription.clone() };
        for item in &self.items {
            ItemChange::new(&item.price, item.quantity).apply(tx, &mut made)?;
        }
        if made.currency != subscription.currency {
            return Err(wrong("items", "All prices of a subscription must be in the same currency."));
        }
        Ok(Phase { start, end, items: self.items, proration: self.proration, metadata: self.metadata })
    }
}

fn read_metadata(hash: &mut Params) -> Result<Metadata, Error> {
    let mut metadata = Metadata::new();
    if let Some(change) = hash.metadata()? {
        change.apply(&mut metadata);
    }
    Ok(metadata)
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let end_behavior: Option<EndBehavior> = params.choice("end_behavior")?;
    let proration = params.choice("proration_behavior")?.unwrap_or(ProrationBehavior::CreateProrations);
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
    scheduling::rewrite(tx, schedule, proration);
    Ok(tx.render::<Schedule>(id))
}

/// Phases that are over may be left out; the current one begins when it began.
fn replan(tx: &Tx<'_>, schedule: &mut Schedule, sent: Vec<SentPhase>) -> Result<(), Error> {
    let subscription = tx.mentioned::<Subscription>(&schedule.subscription, "phases")?;
    let mut phases: Vec<Phase> = Vec::with_capacity(sent.len());
    for phase in sent {
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
    scheduling::release(tx, id, preserve);
    Ok(tx.render::<Schedule>(id))
}

/// Ends the subscription, too.
pub(crate) fn cancel(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let invoice_now = params.boolean("invoice_now")?.unwrap_or(true);
    let prorate = params.boolean("prorate")?.unwrap_or(true);
    params.done()?;
    let subscription = active(tx, id, "cancel")?.subscription.clone();
    if let Some(before) = tx.get::<Subscription>(&subscription).cloned() {
        subscribing::cancel_at_once(tx, &before, prorate, invoice_now, |_| {});
    }
    Ok(tx.render::<Schedule>(id))
}

fn active<'a>(tx: &'a Tx<'_>, id: &str, what: &str) -> Result<&'a Schedule, Error> {
    let schedule = tx.addressed::<Schedule>(id, "schedule")?;
    if schedule.is_active() {
        return Ok(schedule);
    }
    let status = schedule.status.word();
    Err(Error::refused(format!(
        "You cannot {what} a subscription schedule that is currently in the `{status}` status. You can only {what} a \
         subscription schedule with the statuses: `not_started`, `active`."
    )))
}
