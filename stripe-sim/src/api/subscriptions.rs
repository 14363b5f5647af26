//! Subscriptions.

use super::customers::{check_attached, existing};
use super::subscription_changes::Change;
use crate::billing::{self, Changes, Drafted};
use crate::cancellation;
use crate::cards::Decline;
use crate::error::Error;
use crate::ids;
use crate::lifecycle;
use crate::list::Page;
use crate::params::{Choice, Metadata, Params, choice, choose};
use crate::state::{
    BillingMode, BillingReason, CollectionMethod, Customer, Kind, MissingPaymentMethod, ProrationBehavior, Status,
    Subscription,
};
use crate::tx::Tx;
use serde_json::Value;

// What becomes of a subscription whose first payment has not been made.
choice!(PaymentBehavior {
    Allow = "allow_incomplete",
    Await = "default_incomplete",
    Refuse = "error_if_incomplete",
});

choice!(Anchor { Now = "now", Unchanged = "unchanged" });

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let customer = params.required("customer")?;
    let billing_mode = params.hash("billing_mode", |hash| {
        let kind = hash.choice("type")?;
        kind.ok_or_else(|| Error::MissingParameter(hash.name("type")))
    })?;
    let behavior: Option<PaymentBehavior> = params.choice("payment_behavior")?;
    params.boolean("off_session")?;
    let change = Change::read(&mut params)?;
    params.done()?;
    existing(tx, &customer, "customer", false)?;
    let items = change.items.as_deref().unwrap_or_default();
    if items.is_empty() {
        return Err(Error::MissingParameter("items".to_owned()));
    }
    let now = tx.now();
    let mut subscription = begun(customer.clone(), billing_mode.unwrap_or(BillingMode::Flexible), now);
    for item in items {
        item.apply(tx, &mut subscription)?;
    }
    if let Some(Some(method)) = &change.default_payment_method {
        check_attached(tx, method, &customer, "default_payment_method")?;
    }
    change.apply(tx, &mut subscription)?;
    let then = first_payment(tx, &mut subscription, behavior.unwrap_or(PaymentBehavior::Allow))?;
    let id = subscription.id.clone();
    begin(tx, subscription, then);
    Ok(tx.render::<Subscription>(&id))
}

/// Writes a new subscription down, with its first invoice.
pub(crate) fn begin(tx: &mut Tx<'_>, mut subscription: Subscription, then: Drafted) -> String {
    let currency = subscription.currency.clone();
    tx.update::<Customer>(&subscription.customer, |customer| {
        customer.currency.get_or_insert(currency);
    });
    let lines = match subscription.status {
        Status::Trialing => billing::trial_lines(tx.state(), &subscription),
        _ => billing::whole_periods(tx.state(), &subscription, |_| true),
    };
    let invoice = billing::draft(tx, &subscription, BillingReason::SubscriptionCreate, lines);
    let id = invoice.id.clone();
    subscription.latest_invoice = Some(id.clone());
    tx.create(subscription);
    billing::issue(tx, invoice, then);
    id
}

pub(crate) fn begun(customer: String, billing_mode: BillingMode, now: i64) -> Subscription {
    Subscription {
        id: ids::long("sub"),
        created: now,
        customer,
        status: Status::Active,
        currency: String::new(),
        items: Vec::new(),
        billing_mode,
        billing_cycle_anchor: now,
        collection_method: CollectionMethod::ChargeAutomatically,
        days_until_due: None,
        default_payment_method: None,
        description: None,
        start_date: now,
        trial_start: None,
        trial_end: None,
        missing_payment_method: MissingPaymentMethod::CreateInvoice,
        cancel_at: None,
        cancel_at_period_end: false,
        canceled_at: None,
        ended_at: None,
        cancel_comment: None,
        cancel_feedback: None,
        cancel_reason: None,
        pause_collection: None,
        latest_invoice: None,
        pending_lines: Vec::new(),
        scheduled_change: None,
        trial_will_end_told: false,
        metadata: Metadata::new(),
    }
}

/// The first payment decides whether a subscription without a trial begins at all.
fn first_payment(tx: &Tx<'_>, subscription: &mut Subscription, behavior: PaymentBehavior) -> Result<Drafted, Error> {
    let amount = if subscription.status == Status::Trialing { 0 } else { subscription.amount(tx.state()) };
    let is_charged = amount > 0 && subscription.collection_method == CollectionMethod::ChargeAutomatically;
    if behavior == PaymentBehavior::Await && is_charged {
        subscription.status = Status::Incomplete;
        return Ok(Drafted::Await);
    }
    match billing::is_collectible(tx.state(), subscription, amount) {
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
    let before = tx.addressed::<Subscription>(id, "id")?.clone();
    params.boolean("off_session")?;
    let behavior: Option<PaymentBehavior> = params.choice("payment_behavior")?;
    let change = Change::read(&mut params)?;
    params.done()?;
    let proration = change.proration;
    let after = changed(tx, &before, change)?;
    let changes = billing::changes(tx.state(), &before, &after, tx.now());
    if behavior == Some(PaymentBehavior::Refuse) {
        let asked = changes.asked_at_once(proration).iter().map(|line| line.amount).sum();
        billing::is_collectible(tx.state(), &after, asked).map_err(Error::CardDeclined)?;
    }
    rewrite(tx, &before, after, changes, proration);
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

/// Writes a changed subscription down, with what the change asks for and gives back.
pub(crate) fn rewrite(
    tx: &mut Tx<'_>,
    before: &Subscription,
    mut after: Subscription,
    changes: Changes,
    proration: ProrationBehavior,
) {
    let asked = changes.asked_at_once(proration);
    if asked.is_empty() {
        if proration == ProrationBehavior::CreateProrations {
            after.pending_lines.extend(changes.prorated);
        }
        tx.update::<Subscription>(&before.id, |old| *old = after);
        return;
    }
    let mut lines = std::mem::take(&mut after.pending_lines);
    lines.extend(asked);
    lifecycle::bill(tx, before, after, BillingReason::SubscriptionUpdate, lines);
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
    cancel_at_once(tx, &before, prorate, invoice_now, |subscription| {
        if let Some(details) = details {
            details.apply(subscription);
        }
    });
    Ok(tx.render::<Subscription>(id))
}

/// Ends a subscription now. `prorate`: time that was paid for and will not be used is given back, on the last invoice
/// if there is to be one.
pub(crate) fn cancel_at_once(
    tx: &mut Tx<'_>,
    before: &Subscription,
    prorate: bool,
    invoice_now: bool,
    words: impl FnOnce(&mut Subscription),
) {
    let now = tx.now();
    let mut lines = before.pending_lines.clone();
    if prorate {
        let nothing = Subscription { items: Vec::new(), ..before.clone() };
        lines.extend(billing::changes(tx.state(), before, &nothing, now).prorated);
    }
    let last = (invoice_now && !lines.is_empty())
        .then(|| billing::draft(tx, before, BillingReason::SubscriptionUpdate, std::mem::take(&mut lines)));
    tx.update_quietly::<Subscription>(&before.id, |subscription| {
        cancellation::at_once(subscription, now);
        words(subscription);
        subscription.pending_lines = lines;
        if let Some(invoice) = &last {
            subscription.latest_invoice = Some(invoice.id.clone());
        }
    });
    lifecycle::end(tx, &before.id, None);
    if let Some(invoice) = last {
        billing::issue(tx, invoice, Drafted::Collect);
    }
}

pub(crate) fn resume(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let before = tx.addressed::<Subscription>(id, "id")?.clone();
    let anchor: Option<Anchor> = params.choice("billing_cycle_anchor")?;
    let _: Option<ProrationBehavior> = params.choice("proration_behavior")?;
    params.done()?;
    if before.status != Status::Paused {
        return Err(Error::refused(format!(
            "Only subscriptions with status `paused` can be resumed. This subscription's status is `{}`.",
            before.status.word()
        )));
    }
    let now = tx.now();
    let mut after = before.clone();
    if anchor != Some(Anchor::Unchanged) {
        after.billing_cycle_anchor = now;
    }
    for item in &mut after.items {
        // What was left of a period ended with the pause.
        item.current_period_end = item.current_period_end.min(now);
    }
    after.items = lifecycle::next_periods(tx.state(), &after, now);
    let lines = billing::whole_periods(tx.state(), &after, |_| true);
    lifecycle::bill(tx, &before, after, BillingReason::SubscriptionUpdate, lines);
    Ok(tx.render::<Subscription>(id))
}
