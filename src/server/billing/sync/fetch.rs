//! Everything that Stripe says about one customer, and nothing of ours.

use std::{
    collections::{BTreeSet, HashSet},
    pin::pin,
};

use futures::{TryStreamExt, join};
use serde_json::Value;
use stripe_billing::{
    invoice::{CreatePreviewInvoice, ListInvoice},
    subscription::{ListSubscription, ListSubscriptionStatus},
    subscription_item::ListSubscriptionItem,
};
use stripe_core::customer::{RetrieveCustomer, RetrieveCustomerReturned};
use stripe_shared::{Customer, Invoice, InvoiceStatus, Subscription, SubscriptionStatus};

use super::{SyncError, schedule::Schedule};
use crate::{
    model::path_segment,
    server::stripe::{StripeClient, StripeError, StripeErrorKind, few_at_once},
};

/// How many invoices are kept, besides those that can still be paid: as many as five of Stripe's pages. Who is
/// billed every month has fewer in forty years; the portal has them all.
pub const KEPT_INVOICES: usize = 500;

pub(super) struct Fetched {
    /// `None`: Stripe has deleted it, and nothing else was asked for.
    pub customer: Option<Customer>,
    pub subscriptions: Vec<FetchedSubscription>,
    pub invoices: Vec<Invoice>,
}

pub(super) struct FetchedSubscription {
    pub subscription: Subscription,
    pub raw: Value,
    /// The next invoice, if there will be one.
    pub upcoming: Option<Invoice>,
    /// What its schedule has to come, if it has one.
    pub schedule: Option<Schedule>,
}

pub(super) async fn fetch(stripe: &StripeClient, id: &str) -> Result<Fetched, SyncError> {
    let (customer, subscriptions, invoices) =
        join!(customer(stripe, id), subscriptions(stripe, id), invoices(stripe, id));
    let customer = customer?;
    if customer.is_none() {
        return Ok(Fetched { customer, subscriptions: vec![], invoices: vec![] });
    }
    let subscriptions = subscriptions?;
    let previews = subscriptions.iter().map(|(subscription, _)| upcoming(stripe, subscription));
    let previews = few_at_once(previews.collect()).await?;
    let schedules: Vec<_> = subscriptions.iter().map(|(subscription, _)| Schedule::of(subscription)).collect();

    let subscriptions = subscriptions.into_iter().zip(previews).zip(schedules);
    let subscriptions = subscriptions.map(|(((subscription, raw), upcoming), schedule)| FetchedSubscription {
        subscription,
        raw,
        upcoming,
        schedule,
    });
    Ok(Fetched { customer, subscriptions: subscriptions.collect(), invoices: invoices? })
}

impl Fetched {
    /// The products that are subscribed to.
    pub fn products(&self) -> BTreeSet<String> {
        let items = self.subscriptions.iter().flat_map(|each| &each.subscription.items.data);
        items.map(|item| item.price.product.id().to_string()).collect()
    }

    /// The prices that scheduled changes lead to.
    pub fn coming_prices(&self) -> BTreeSet<String> {
        let schedules = self.subscriptions.iter().filter_map(|each| each.schedule.as_ref());
        schedules.filter_map(|schedule| Some(schedule.change.as_ref()?.price.clone())).collect()
    }
}

async fn customer(stripe: &StripeClient, id: &str) -> Result<Option<Customer>, SyncError> {
    let request =
        RetrieveCustomer::new(path_segment(id)).expand(["invoice_settings.default_payment_method".to_owned()]);
    Ok(match stripe.send(&request).await?.value {
        RetrieveCustomerReturned::Customer(customer) => Some(customer),
        RetrieveCustomerReturned::DeletedCustomer(_) => None,
    })
}

async fn subscriptions(stripe: &StripeClient, id: &str) -> Result<Vec<(Subscription, Value)>, SyncError> {
    let all = ListSubscription::new()
        .customer(id)
        .status(ListSubscriptionStatus::All)
        .expand(["data.default_payment_method".to_owned(), "data.schedule".to_owned()]);
    let all = stripe.list(all).await?;
    few_at_once(all.into_iter().map(|(subscription, raw)| with_all_items(stripe, subscription, raw)).collect()).await
}

/// A subscription itself has the first of its items only.
async fn with_all_items(
    stripe: &StripeClient,
    mut subscription: Subscription,
    raw: Value,
) -> Result<(Subscription, Value), SyncError> {
    if subscription.items.has_more {
        let items = stripe.list(ListSubscriptionItem::new(subscription.id.as_str())).await?;
        subscription.items.data = items.into_iter().map(|(item, _)| item).collect();
    }
    Ok((subscription, raw))
}

/// The newest, and all that can still be paid, however old.
async fn invoices(stripe: &StripeClient, id: &str) -> Result<Vec<Invoice>, SyncError> {
    let of_customer = || ListInvoice::new().customer(id);
    let mut invoices = newest(stripe, of_customer()).await?;
    if invoices.len() < KEPT_INVOICES {
        return Ok(invoices);
    }
    let known: HashSet<_> = invoices.iter().filter_map(|invoice| invoice.id.clone()).collect();
    for status in [InvoiceStatus::Open, InvoiceStatus::Uncollectible] {
        let payable = stripe.list(of_customer().status(status)).await?.into_iter().map(|(invoice, _)| invoice);
        invoices.extend(payable.filter(|invoice| invoice.id.as_ref().is_none_or(|id| !known.contains(id))));
    }
    Ok(invoices)
}

/// As many as are kept. No page is asked for beyond.
async fn newest(stripe: &StripeClient, list: ListInvoice) -> Result<Vec<Invoice>, StripeError> {
    let mut invoices = Vec::new();
    let mut pages = pin!(stripe.pages(list));
    while invoices.len() < KEPT_INVOICES
        && let Some(page) = pages.try_next().await?
    {
        for listed in page {
            invoices.push(listed.whole()?.0);
        }
    }
    invoices.truncate(KEPT_INVOICES);
    Ok(invoices)
}

/// Whether there is a next invoice to ask for: a subscription that is to end may be renewed before.
fn renews(subscription: &Subscription) -> bool {
    let next = subscription.items.data.iter().map(|item| item.current_period_end).min();
    matches!(subscription.status, SubscriptionStatus::Active | SubscriptionStatus::Trialing)
        && !subscription.cancel_at_period_end
        && subscription.cancel_at.is_none_or(|ends| next.is_some_and(|next| next < ends))
        && subscription.pause_collection.is_none()
}

/// A preview that Stripe refuses (no invoice to come, an address missing for taxes, a restricted key)
/// only means that no amount can be told.
async fn upcoming(stripe: &StripeClient, subscription: &Subscription) -> Result<Option<Invoice>, SyncError> {
    if !renews(subscription) {
        return Ok(None);
    }
    let request = CreatePreviewInvoice::new().subscription(subscription.id.as_str());
    match stripe.send(&request).await {
        Ok(answer) => Ok(Some(answer.value)),
        Err(error) if matches!(error.kind, StripeErrorKind::Rejected(_) | StripeErrorKind::PermissionDenied(_)) => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
