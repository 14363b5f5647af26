//! Everything that Stripe says about one customer, and nothing of ours.

use std::collections::BTreeSet;

use futures::{future::try_join_all, join};
use serde_json::Value;
use stripe_billing::{
    invoice::{CreatePreviewInvoice, ListInvoice},
    subscription::{ListSubscription, ListSubscriptionStatus},
};
use stripe_core::customer::{RetrieveCustomer, RetrieveCustomerReturned};
use stripe_product::{price::RetrievePrice, product::RetrieveProduct};
use stripe_shared::{Customer, Invoice, Price, Product, Subscription, SubscriptionStatus};
use time::OffsetDateTime;

use super::SyncError;
use crate::server::{
    billing::mirror::raw_items,
    stripe::{StripeClient, StripeErrorKind},
};

/// How many invoices are kept: as many as anybody looks through here; the portal has them all.
const INVOICES: i64 = 24;

pub(super) struct Fetched {
    /// `None`: Stripe has deleted it, and nothing else was asked for.
    pub customer: Option<Customer>,
    pub subscriptions: Vec<FetchedSubscription>,
    pub invoices: Vec<Invoice>,
    pub products: Vec<(Product, Value)>,
    /// The prices that scheduled changes lead to.
    pub prices: Vec<(Price, Value)>,
}

pub(super) struct FetchedSubscription {
    pub subscription: Subscription,
    pub raw: Value,
    /// The next invoice, if there will be one.
    pub upcoming: Option<Invoice>,
    pub change: Option<Change>,
}

/// A change that a schedule will make.
pub(super) struct Change {
    pub at: i64,
    pub price: String,
}

pub(super) async fn fetch(stripe: &StripeClient, id: &str) -> Result<Fetched, SyncError> {
    let (customer, subscriptions, invoices) =
        join!(customer(stripe, id), subscriptions(stripe, id), invoices(stripe, id));
    let customer = customer?;
    if customer.is_none() {
        return Ok(Fetched { customer, subscriptions: vec![], invoices: vec![], products: vec![], prices: vec![] });
    }
    let subscriptions = try_join_all(subscriptions?.into_iter().map(async |(subscription, raw)| {
        let upcoming = if renews(&subscription) { upcoming(stripe, &subscription).await? } else { None };
        let change = change(&subscription);
        Ok::<_, SyncError>(FetchedSubscription { subscription, raw, upcoming, change })
    }));
    let subscriptions = subscriptions.await?;

    let changes: BTreeSet<&str> =
        subscriptions.iter().filter_map(|each| each.change.as_ref()).map(|change| change.price.as_str()).collect();
    let prices = try_join_all(changes.into_iter().map(async |id| {
        let answer = stripe.send(&RetrievePrice::new(id)).await?;
        Ok::<_, SyncError>((answer.value, serde_json::from_slice(&answer.body)?))
    }));
    let prices: Vec<(Price, Value)> = prices.await?;

    let items = subscriptions.iter().flat_map(|each| &each.subscription.items.data).map(|item| &item.price);
    let ids: BTreeSet<String> =
        items.chain(prices.iter().map(|(price, _)| price)).map(|price| price.product.id().to_string()).collect();
    // Asked for one by one: expanding them in the list would be a level too deep for Stripe.
    let products = try_join_all(ids.into_iter().map(async |id| {
        let answer = stripe.send(&RetrieveProduct::new(id)).await?;
        Ok::<_, SyncError>((answer.value, serde_json::from_slice(&answer.body)?))
    }));
    Ok(Fetched { customer, subscriptions, invoices: invoices?, products: products.await?, prices })
}

async fn customer(stripe: &StripeClient, id: &str) -> Result<Option<Customer>, SyncError> {
    let request = RetrieveCustomer::new(id).expand(["invoice_settings.default_payment_method".to_owned()]);
    Ok(match stripe.send(&request).await?.value {
        RetrieveCustomerReturned::Customer(customer) => Some(customer),
        RetrieveCustomerReturned::DeletedCustomer(_) => None,
    })
}

async fn subscriptions(stripe: &StripeClient, id: &str) -> Result<Vec<(Subscription, Value)>, SyncError> {
    let mut subscriptions: Vec<(Subscription, Value)> = Vec::new();
    loop {
        let mut request = ListSubscription::new()
            .customer(id)
            .status(ListSubscriptionStatus::All)
            .expand(["data.default_payment_method".to_owned(), "data.schedule".to_owned()])
            .limit(100_i64);
        if let Some((last, _)) = subscriptions.last() {
            request = request.starting_after(last.id.as_str());
        }
        let page = stripe.send(&request).await?;
        let last = page.value.data.is_empty() || !page.value.has_more;
        subscriptions.extend(page.value.data.into_iter().zip(raw_items(&page.body)?));
        if last {
            return Ok(subscriptions);
        }
    }
}

async fn invoices(stripe: &StripeClient, id: &str) -> Result<Vec<Invoice>, SyncError> {
    Ok(stripe.send(&ListInvoice::new().customer(id).limit(INVOICES)).await?.value.data)
}

/// Whether there is a next invoice to ask for.
fn renews(subscription: &Subscription) -> bool {
    matches!(subscription.status, SubscriptionStatus::Active | SubscriptionStatus::Trialing)
        && subscription.cancel_at.is_none()
        && !subscription.cancel_at_period_end
        && subscription.pause_collection.is_none()
}

/// A preview that Stripe refuses (no invoice to come, an address missing for taxes, a restricted key)
/// only means that no amount can be told.
async fn upcoming(stripe: &StripeClient, subscription: &Subscription) -> Result<Option<Invoice>, SyncError> {
    let request = CreatePreviewInvoice::new().subscription(subscription.id.as_str());
    match stripe.send(&request).await {
        Ok(answer) => Ok(Some(answer.value)),
        Err(error) if matches!(error.kind, StripeErrorKind::Rejected(_) | StripeErrorKind::PermissionDenied(_)) => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// The first phase of the subscription's schedule that is still to come, if it changes the price.
fn change(subscription: &Subscription) -> Option<Change> {
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let schedule = subscription.schedule.as_ref()?.as_object()?;
    let phase = schedule.phases.iter().filter(|phase| phase.start_date > now).min_by_key(|phase| phase.start_date)?;
    let price = phase.items.first()?.price.id().to_string();
    let same = subscription.items.data.iter().any(|item| item.price.id.as_str() == price);
    (!same).then_some(Change { at: phase.start_date, price })
}
