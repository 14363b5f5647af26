//! Subscriptions.

use super::extras;
use super::prices;
use super::references::{check_attached, existing_customer};
use super::subscription_changes::Change;
use super::subscription_starts::{PaymentBehavior, check_anchor, first_payment};
use crate::billing::{self, Changes};
use crate::error::Error;
use crate::lifecycle;
use crate::list::Page;
use crate::params::{Params, choose};
use crate::period;
use crate::render::Render;
use crate::state::{BillingMode, CollectionMethod, Customer, Kind, Status, Subscription};
use crate::subscribing;
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let customer = params.required("customer")?;
    let billing_mode = params.hash("billing_mode", |hash| {
        let kind = hash.choice("type")?;
        kind.ok_or_else(|| Error::MissingParameter(hash.name("type")))
    })?;
    let behavior: Option<PaymentBehavior> = params.choice("payment_behavior")?;
    params.boolean("off_session")?;
    let backdated = params.natural("backdate_start_date")?;
    let currency = params.text("currency")?.map(|currency| currency.to_lowercase());
    let mut change = Change::read_to_new(&mut params)?;
    params.done()?;
    existing_customer(tx, &customer, "customer", false)?;
    if behavior == Some(PaymentBehavior::Pend) {
        let message = "`pending_if_incomplete` can only be used when a subscription is updated.";
        return Err(Error::invalid("payment_behavior", message));
    }
    let (subscription, lines, then) = prices::provisional(tx, |tx| {
        change.make_prices(tx)?;
        let items = change.items.as_deref().unwrap_or_default();
        if items.is_empty() {
            return Err(Error::MissingParameter("items".to_owned()));
        }
        let now = tx.now();
        let mut subscription = Subscription::new(customer.clone(), billing_mode.unwrap_or(BillingMode::Flexible), now);
        subscription.currency = currency.unwrap_or_default();
        change.place_anchor(&mut subscription)?;
        for item in items {
            item.apply(tx, &mut subscription)?;
        }
        check_anchor(tx, &subscription)?;
        if let Some(start) = backdated {
            if start > now {
                return Err(Error::invalid("backdate_start_date", "Invalid timestamp: must be in the past"));
            }
            subscription.start_date = start;
        }
        if let Some(Some(method)) = &change.default_payment_method {
            check_attached(tx, method, &customer, "default_payment_method")?;
        }
        let extras = std::mem::take(&mut change.extras);
        extras::add(tx, &extras, &mut subscription)?;
        let proration = change.proration;
        change.apply(tx, &mut subscription)?;
        let lines = subscribing::first_lines(tx.state(), &subscription, proration);
        let then = first_payment(tx, &mut subscription, &lines, behavior.unwrap_or(PaymentBehavior::Allow))?;
        Ok((subscription, lines, then))
    })?;
    let id = subscription.id.clone();
    subscribing::begin_with(tx, subscription, lines, then);
    Ok(tx.render::<Subscription>(&id))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<Subscription>(id, "id")?.render(tx.state()))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let customer = params.text("customer")?;
    let price = params.text("price")?;
    let collection_method: Option<CollectionMethod> = params.choice("collection_method")?;
    let status = params.text("status")?;
    params.done()?;
    let wanted = Wanted::named(status.as_deref())?;
    if let Some(customer) = &customer {
        tx.mentioned::<Customer>(customer, "customer")?;
    }
    let narrow = customer.as_deref().map(|customer| ("customer", customer));
    page.within::<Subscription>(tx.state(), "/v1/subscriptions", narrow, |subscription| {
        wanted.holds(subscription.status)
            && price.as_ref().is_none_or(|price| subscription.items.iter().any(|item| item.price == *price))
            && collection_method.is_none_or(|method| subscription.collection_method == method)
    })
}

/// The `status` of a list: a status, or one of the two words for several.
enum Wanted {
    NotCanceled,
    All,
    Ended,
    Only(Status),
}

impl Wanted {
    fn named(status: Option<&str>) -> Result<Self, Error> {
        Ok(match status {
            None => Self::NotCanceled,
            Some("all") => Self::All,
            Some("ended") => Self::Ended,
            Some(word) => Self::Only(choose("status", word)?),
        })
    }

    fn holds(&self, status: Status) -> bool {
        let has_ended = matches!(status, Status::Canceled | Status::IncompleteExpired);
        match self {
            Self::NotCanceled => !has_ended,
            Self::All => true,
            Self::Ended => has_ended,
            Self::Only(wanted) => status == *wanted,
        }
    }
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    tx.addressed::<Subscription>(id, "id")?;
    params.boolean("off_session")?;
    let behavior: Option<PaymentBehavior> = params.choice("payment_behavior")?;
    let sent = Change::read_to_existing(&mut params)?;
    params.done()?;
    change(tx, id, sent, behavior)
}

/// Changes a subscription, or says why it cannot be changed.
pub(super) fn change(
    tx: &mut Tx<'_>,
    id: &str,
    change: Change,
    behavior: Option<PaymentBehavior>,
) -> Result<Value, Error> {
    let before = tx.addressed::<Subscription>(id, "id")?.clone();
    if behavior == Some(PaymentBehavior::Pend) && !change.extras.is_empty() {
        let param = Some("add_invoice_items".to_owned());
        return Err(Error::not_simulated(
            param,
            "invoice items that wait for their payment",
            "changes of items that wait",
        ));
    }
    if behavior == Some(PaymentBehavior::Pend) && change.touches_more_than_pends() {
        return Err(Error::refused_param(
            "payment_behavior",
            "When `payment_behavior` is `pending_if_incomplete`, you can only change items, the trial's end, the billing \
             cycle anchor and what is prorated.",
        ));
    }
    if let Some(schedule) = before.schedule.as_ref().filter(|_| change.touches_cancellation()) {
        return Err(Error::refused(format!(
            "The subscription is managed by the subscription schedule `{schedule}`, and updating any cancelation behavior \
             directly is not allowed. Please update the schedule instead."
        )));
    }
    let proration = change.proration;
    let (after, changes, waits) = prices::provisional(tx, |tx| planned(tx, &before, change, behavior))?;
    if ends_trial(tx, &before, &after) {
        lifecycle::trial_over(tx, after);
    } else if waits {
        subscribing::wait_for_payment(tx, &before, after, changes.asked_at_once(proration));
    } else {
        subscribing::rewrite(tx, &before, after, changes, proration);
    }
    // A paused one may be told to end with a period that is over.
    let now = tx.now();
    lifecycle::advance_customer(tx, &before.customer, now);
    Ok(tx.render::<Subscription>(id))
}

/// Whether a change ends a trial of which nothing else comes.
fn ends_trial(tx: &Tx<'_>, before: &Subscription, after: &Subscription) -> bool {
    before.trial_end != after.trial_end && after.trial_end == Some(tx.now()) && after.status == Status::Trialing
}

/// The subscription after a change, what that costs, and whether it waits for its payment.
fn planned(
    tx: &mut Tx<'_>,
    before: &Subscription,
    mut change: Change,
    behavior: Option<PaymentBehavior>,
) -> Result<(Subscription, Changes, bool), Error> {
    change.make_prices(tx)?;
    let (proration, answers_with_item) = (change.proration, change.answers_with_item);
    let extras = std::mem::take(&mut change.extras);
    let mut after = changed(tx, before, change)?;
    extras::add(tx, &extras, &mut after)?;
    let changes = billing::changes(tx.state(), before, &after, tx.now());
    if ends_trial(tx, before, &after) {
        return Ok((after, changes, false));
    }
    let asked = || billing::asked(tx.state(), &after, changes.asked_at_once(proration), tx.now());
    let waits = match behavior {
        Some(PaymentBehavior::Refuse) => {
            billing::is_collectible(tx.state(), &after, asked()).map_err(Error::CardDeclined)?;
            false
        }
        Some(PaymentBehavior::Pend) => billing::is_collectible(tx.state(), &after, asked()).is_err(),
        Some(PaymentBehavior::Allow | PaymentBehavior::Await) | None => false,
    };
    if waits && answers_with_item {
        let what = "a new item that waits for its payment";
        return Err(Error::not_simulated(None, what, "changes of items that wait"));
    }
    Ok((after, changes, waits))
}

/// The subscription as a change would leave it; nothing is written yet.
pub(crate) fn changed(tx: &Tx<'_>, before: &Subscription, change: Change) -> Result<Subscription, Error> {
    let mut subscription = before.clone();
    if subscription.has_ended() && change.touches_more_than_words() {
        return Err(Error::refused("A canceled subscription can only update its cancellation_details and metadata."));
    }
    if let Some(Some(method)) = &change.default_payment_method {
        check_attached(tx, method, &subscription.customer, "default_payment_method")?;
    }
    if change.resets_anchor && subscription.status != Status::Trialing {
        subscription.billing_cycle_anchor = tx.now();
        for item in &mut subscription.items {
            item.current_period_end = item.current_period_end.min(tx.now());
        }
        subscription.items = period::next_periods(tx.state(), &subscription, tx.now());
    }
    for item in change.items.iter().flatten() {
        item.apply(tx, &mut subscription)?;
    }
    if subscription.items.is_empty() {
        return Err(Error::refused(
            "A subscription must have at least one active plan. To cancel a subscription, please use the cancel \
             endpoint.",
        ));
    }
    change.apply(tx, &mut subscription)?;
    Ok(subscription)
}

pub(crate) fn cancel(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let before = tx.addressed::<Subscription>(id, "id")?.clone();
    let invoice_now = params.boolean("invoice_now")?.unwrap_or(false);
    let prorate = params.boolean("prorate")?.unwrap_or(false);
    let details = params.hash("cancellation_details", Change::read_details)?;
    params.done()?;
    if before.has_ended() {
        // To cancel what is canceled is to address what is not there.
        return Err(Error::Missing {
            noun: Subscription::NOUN,
            id: id.to_owned(),
            param: "id".to_owned(),
            in_url: true,
        });
    }
    subscribing::cancel_at_once(tx, &before, prorate, invoice_now, |subscription| {
        if let Some(details) = details {
            details.apply(subscription);
        }
    });
    Ok(tx.render::<Subscription>(id))
}
