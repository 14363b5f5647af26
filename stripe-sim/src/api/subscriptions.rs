//! Subscriptions.

use super::customers::{check_attached, existing};
use super::subscription_changes::Change;
use crate::cancellation;
use crate::cards;
use crate::error::Error;
use crate::ids;
use crate::lifecycle;
use crate::list::Page;
use crate::params::{Metadata, Params, choice, choose};
use crate::state::{BillingMode, CollectionMethod, Customer, Kind, MissingPaymentMethod, Status, Subscription};
use crate::tx::Tx;
use serde_json::Value;

// What becomes of a subscription whose first payment has not been made.
choice!(PaymentBehavior {
    Allow = "allow_incomplete",
    Await = "default_incomplete",
    Refuse = "error_if_incomplete",
});

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
    charge_first(tx, &mut subscription, behavior.unwrap_or(PaymentBehavior::Allow))?;
    let currency = subscription.currency.clone();
    tx.update::<Customer>(&customer, |customer| {
        customer.currency.get_or_insert(currency);
    });
    Ok(tx.create(subscription))
}

fn begun(customer: String, billing_mode: BillingMode, now: i64) -> Subscription {
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
        metadata: Metadata::new(),
    }
}

/// The first payment decides whether a subscription without a trial begins at all.
fn charge_first(tx: &Tx<'_>, subscription: &mut Subscription, behavior: PaymentBehavior) -> Result<(), Error> {
    if subscription.status == Status::Trialing {
        return Ok(());
    }
    let is_free =
        subscription.amount(tx.state()) == 0 || subscription.collection_method == CollectionMethod::SendInvoice;
    if behavior == PaymentBehavior::Await && !is_free {
        subscription.status = Status::Incomplete;
        return Ok(());
    }
    if cards::can_pay(tx.state(), subscription) {
        return Ok(());
    }
    if cards::payment_method_of(tx.state(), subscription).is_none() {
        return Err(Error::Refused {
            message: "This customer has no attached payment source or default payment method. Please consider adding \
                a default payment method. For more information, visit \
                https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority."
                .to_owned(),
            code: Some("resource_missing"),
            param: None,
        });
    }
    if behavior == PaymentBehavior::Refuse {
        return Err(Error::CardDeclined);
    }
    subscription.status = Status::Incomplete;
    Ok(())
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
    page.of::<Subscription>(tx.state(), "/v1/subscriptions", |subscription| {
        wanted.holds(subscription.status)
            && customer.as_ref().is_none_or(|customer| subscription.customer == *customer)
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
    let mut subscription = tx.addressed::<Subscription>(id, "id")?.clone();
    params.boolean("off_session")?;
    let change = Change::read(&mut params)?;
    params.done()?;
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
    Ok(tx.update::<Subscription>(id, |old| *old = subscription))
}

pub(crate) fn cancel(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let gone = tx.addressed::<Subscription>(id, "id")?.has_ended();
    params.boolean("invoice_now")?;
    params.boolean("prorate")?;
    let details = params.hash("cancellation_details", Change::read_details)?;
    params.done()?;
    if gone {
        // To cancel what is canceled is to address what is not there.
        return Err(Error::Missing {
            noun: Subscription::NOUN,
            id: id.to_owned(),
            param: "id".to_owned(),
            in_url: true,
        });
    }
    let now = tx.now();
    tx.update_quietly::<Subscription>(id, |subscription| {
        cancellation::at_once(subscription, now);
        if let Some(details) = details {
            details.apply(subscription);
        }
    });
    lifecycle::end(tx, id);
    Ok(tx.render::<Subscription>(id))
}
