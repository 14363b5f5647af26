//! Subscription schedules, made of a subscription that runs.

use super::customers::set;
use super::discounts::redeemable;
use super::subscription_items::ItemChange;
use crate::error::Error;
use crate::list::Page;
use crate::params::{Choice, Metadata, Params};
use crate::period;
use crate::scheduling;
use crate::state::{
    BillingMode, Customer, EndBehavior, Interval, Kind, Phase, PhaseDiscount, PhaseItem, Price, PromotionCode,
    ProrationBehavior, Schedule, ScheduleStatus, Status, Subscription, TaxRate,
};
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
    let schedule = scheduling::made_from(subscription, tx.now());
    let id = schedule.id.clone();
    scheduling::begin(tx, schedule);
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
    super::customers::existing(tx, &customer, "customer", false)?;
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
    let mut blank = subscribing::begun(customer.clone(), billing_mode.unwrap_or(BillingMode::Flexible), now);
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
        scheduling::start(tx, &schedule);
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

/// As it was sent: when it ends may depend on when it begins.
struct SentPhase {
    /// Its name on the wire, for refusals: `phases[0]`.
    param: String,
    items: Vec<PhaseItem>,
    start: Option<i64>,
    end: Option<i64>,
    duration: Option<(Interval, i64)>,
    proration: ProrationBehavior,
    discounts: Option<Vec<PhaseDiscount>>,
    default_tax_rates: Option<Vec<String>>,
    description: Option<String>,
    trial_end: Option<i64>,
    metadata: Metadata,
}

/// By a coupon, or by a code; which coupon that is, is seen later.
fn read_discount(hash: &mut Params) -> Result<PhaseDiscount, Error> {
    let (coupon, promotion_code) = (hash.text("coupon")?, hash.text("promotion_code")?);
    if coupon.is_some() == promotion_code.is_some() {
        let message = "You must specify exactly one of these parameters: coupon, promotion_code.";
        return Err(Error::invalid(hash.path(), message));
    }
    Ok(PhaseDiscount { coupon: coupon.unwrap_or_default(), promotion_code })
}

impl SentPhase {
    /// It comes later than the first phase of a new schedule.
    fn trial_not_simulated(&self) -> Error {
        let param = format!("{}[trial_end]", self.param);
        Error::not_simulated(Some(param), "a trial in a later phase", "one in the first phase of a new schedule")
    }

    fn read(hash: &mut Params) -> Result<Self, Error> {
        let items = hash.list("items", |item| {
            Ok(PhaseItem {
                price: item.required("price")?,
                quantity: item.natural("quantity")?.unwrap_or(1),
                tax_rates: item.texts("tax_rates")?.unwrap_or_default(),
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
            proration: hash.choice("proration_behavior")?.unwrap_or_default(),
            discounts: hash.list("discounts", read_discount)?,
            default_tax_rates: hash.texts("default_tax_rates")?,
            description: hash.clearable("description")?.flatten(),
            trial_end: hash.natural("trial_end")?,
            metadata: read_metadata(hash)?,
        })
    }

    /// Coupons and rates there are.
    fn check_terms(&mut self, tx: &Tx<'_>, currency: &str) -> Result<(), Error> {
        for (index, discount) in self.discounts.iter_mut().flatten().enumerate() {
            let param = |field: &str| format!("{}[discounts][{index}][{field}]", self.param);
            if let Some(code) = &discount.promotion_code {
                discount.coupon.clone_from(&tx.mentioned::<PromotionCode>(code, &param("promotion_code"))?.coupon);
            }
            redeemable(tx, &discount.coupon, currency, &param("coupon"))?;
        }
        let named = self.items.iter().flat_map(|item| &item.tax_rates);
        for rate in self.default_tax_rates.iter().flatten().chain(named) {
            tx.mentioned::<TaxRate>(rate, &format!("{}[default_tax_rates]", self.param))?;
        }
        Ok(())
    }

    /// As a phase that begins where the one before ends.
    fn resolve(mut self, tx: &Tx<'_>, subscription: &Subscription, before: Option<i64>) -> Result<Phase, Error> {
        self.check_terms(tx, &subscription.currency)?;
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
        Ok(Phase {
            start,
            end,
            items: self.items,
            proration: self.proration,
            discounts: self.discounts,
            default_tax_rates: self.default_tax_rates,
            description: self.description,
            trial_end: self.trial_end,
            metadata: self.metadata,
        })
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
    scheduling::rewrite(tx, schedule, proration);
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
    scheduling::release(tx, id, preserve);
    Ok(tx.render::<Schedule>(id))
}

/// Ends the subscription, too.
pub(crate) fn cancel(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let invoice_now = params.boolean("invoice_now")?.unwrap_or(true);
    let prorate = params.boolean("prorate")?.unwrap_or(true);
    params.done()?;
    let Some(subscription) = active(tx, id, "cancel")?.subscription.clone() else {
        scheduling::ended(tx, id, ScheduleStatus::Canceled);
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
