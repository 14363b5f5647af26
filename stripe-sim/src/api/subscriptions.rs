//! Subscriptions.

use super::customers::{check_attached, existing};
use super::extras;
use super::subscription_changes::Change;
use crate::billing::{self, Drafted};
use crate::cards::Decline;
use crate::error::Error;
use crate::lifecycle;
use crate::list::Page;
use crate::params::{Params, choice, choose};
use crate::period;
use crate::state::{BillingMode, CollectionMethod, Customer, Item, Kind, Line, Status, Subscription, interval_of};
use crate::subscribing;
use crate::tx::Tx;
use serde_json::Value;

// What becomes of a subscription whose first payment has not been made.
choice!(PaymentBehavior {
    Allow = "allow_incomplete",
    Await = "default_incomplete",
    Refuse = "error_if_incomplete",
    Pend = "pending_if_incomplete",
});

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
    existing(tx, &customer, "customer", false)?;
    if behavior == Some(PaymentBehavior::Pend) {
        let message = "`pending_if_incomplete` can only be used when a subscription is updated.";
        return Err(Error::invalid("payment_behavior", message));
    }
    change.make_prices(tx)?;
    let items = change.items.as_deref().unwrap_or_default();
    if items.is_empty() {
        return Err(Error::MissingParameter("items".to_owned()));
    }
    let now = tx.now();
    let mut subscription = subscribing::begun(customer.clone(), billing_mode.unwrap_or(BillingMode::Flexible), now);
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
    let id = subscription.id.clone();
    subscribing::begin_with(tx, subscription, lines, then);
    Ok(tx.render::<Subscription>(&id))
}

/// The anchor is at most one period away.
fn check_anchor(tx: &Tx<'_>, subscription: &Subscription) -> Result<(), Error> {
    let now = tx.now();
    let too_far = |item: &Item| {
        let rhythm = interval_of(tx.state(), &item.price);
        rhythm.is_some_and(|(interval, every)| subscription.billing_cycle_anchor > period::after(now, interval, every))
    };
    if subscription.items.iter().any(too_far) {
        return Err(Error::invalid(
            "billing_cycle_anchor",
            "billing_cycle_anchor cannot be later than next natural billing date for plan",
        ));
    }
    Ok(())
}

/// The first payment decides whether a subscription without a trial begins at all.
fn first_payment(
    tx: &Tx<'_>,
    subscription: &mut Subscription,
    lines: &[Line],
    behavior: PaymentBehavior,
) -> Result<Drafted, Error> {
    let amount = billing::asked(tx.state(), subscription, lines.to_vec(), tx.now());
    let is_charged = amount > 0 && subscription.collection_method == CollectionMethod::ChargeAutomatically;
    if behavior == PaymentBehavior::Await && is_charged {
        subscription.status = Status::Incomplete;
        return Ok(Drafted::Await);
    }
    match billing::is_collectible(tx.state(), subscription, amount) {
        // What takes days is only known to be paid for when it is.
        Ok(()) if billing::takes_days(tx.state(), subscription, amount) => subscription.status = Status::Incomplete,
        Ok(()) => {}
        Err(Decline::NoPaymentMethod) => return Err(no_payment_method()),
        Err(decline) if behavior == PaymentBehavior::Refuse => return Err(Error::CardDeclined(decline)),
        Err(_) => subscription.status = Status::Incomplete,
    }
    Ok(Drafted::of(subscription))
}

fn no_payment_method() -> Error {
    Error::Refused {
        message: "This customer has no attached payment source or default payment method. Please consider adding a \
            default payment method. For more information, visit \
            https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority."
            .to_owned(),
        code: Some("resource_missing"),
        param: None,
    }
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
    mut change: Change,
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
    change.make_prices(tx)?;
    if let Some(schedule) = before.schedule.as_ref().filter(|_| change.touches_cancellation()) {
        return Err(Error::refused(format!(
            "The subscription is managed by the subscription schedule `{schedule}`, and updating any cancelation behavior \
             directly is not allowed. Please update the schedule instead."
        )));
    }
    let proration = change.proration;
    let answers_with_item = change.answers_with_item;
    let extras = std::mem::take(&mut change.extras);
    let mut after = changed(tx, &before, change)?;
    extras::add(tx, &extras, &mut after)?;
    if before.trial_end != after.trial_end && after.trial_end == Some(tx.now()) && after.status == Status::Trialing {
        lifecycle::trial_over(tx, after);
        return Ok(tx.render::<Subscription>(id));
    }
    let changes = billing::changes(tx.state(), &before, &after, tx.now());
    if behavior == Some(PaymentBehavior::Refuse) {
        let asked = billing::asked(tx.state(), &after, changes.asked_at_once(proration), tx.now());
        billing::is_collectible(tx.state(), &after, asked).map_err(Error::CardDeclined)?;
    }
    if behavior == Some(PaymentBehavior::Pend) {
        let lines = changes.asked_at_once(proration);
        let asked = billing::asked(tx.state(), &after, lines.clone(), tx.now());
        if billing::is_collectible(tx.state(), &after, asked).is_err() {
            if answers_with_item {
                let what = "a new item that waits for its payment";
                return Err(Error::not_simulated(None, what, "changes of items that wait"));
            }
            subscribing::wait_for_payment(tx, &before, after, lines);
            return Ok(tx.render::<Subscription>(id));
        }
    }
    subscribing::rewrite(tx, &before, after, changes, proration);
    Ok(tx.render::<Subscription>(id))
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
        subscription.items = lifecycle::next_periods(tx.state(), &subscription, tx.now());
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
