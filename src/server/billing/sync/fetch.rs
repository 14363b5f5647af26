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
use stripe_client_core::StripeRequest;
use stripe_core::customer::{RetrieveCustomer, RetrieveCustomerReturned};
use stripe_shared::{Customer, Invoice, InvoiceStatus, Subscription, SubscriptionStatus};
use stripe_types::List;

use super::{
    SyncError,
    charges::{Charges, charges},
    discounts::{self, Discount},
    expanded::read_without,
    payments::add_payments,
    schedule::Schedule,
    unread::{Unread, UnreadSubscription, Unreadable},
};
use crate::{
    model::path_segment,
    server::stripe::{Answer, Listed, StripeClient, StripeError, StripeErrorKind, few_at_once},
};

/// How many invoices are kept, and how many besides of each status that can still be paid: as many as five of Stripe's
/// pages. Who is billed every month has fewer in forty years; the portal has them all.
pub const KEPT_INVOICES: usize = 500;

pub(super) struct Fetched {
    pub customer: Found,
    pub subscriptions: Vec<FetchedSubscription>,
    /// The customer has these too; what is so with them is not known.
    pub unread: Vec<UnreadSubscription>,
    pub invoices: Vec<Invoice>,
    /// What became of the invoices' payments.
    pub charges: Charges,
    /// What could not be read, all of it.
    pub unreadable: Vec<Unreadable>,
}

/// What became of the customer; unless it lives, nothing else was asked for.
pub(super) enum Found {
    Living(Box<Living>),
    /// Stripe says that it was deleted.
    Deleted,
    /// The account does not know it.
    Missing,
}

pub(super) struct Living {
    pub customer: Customer,
    /// As Stripe wrote it.
    pub raw: Value,
}

pub(super) struct FetchedSubscription {
    pub subscription: Subscription,
    pub raw: Value,
    /// The next invoice, if there will be one.
    pub upcoming: Option<Invoice>,
    /// The schedule that manages it, if there is one.
    pub schedule: Option<Schedule>,
    pub item_discounts: Vec<Discount>,
}

/// What comes expanded in a subscription, and is read on its own.
pub(super) const EXPANDED: [&str; 3] = ["default_payment_method", "default_source", "discounts"];

pub(super) async fn fetch(stripe: &StripeClient, id: &str) -> Result<Fetched, SyncError> {
    let (customer, subscriptions, invoices, charges) =
        join!(customer(stripe, id), subscriptions(stripe, id), invoices(stripe, id), charges(stripe, id));
    let (customer, unreadable) = customer?;
    let mut fetched = Fetched::nothing_but(customer);
    if !matches!(fetched.customer, Found::Living(_)) {
        return Ok(fetched);
    }
    fetched.unreadable.extend(unreadable);
    let (subscriptions, unreadable) = subscriptions?;
    fetched.unreadable.extend(unreadable);
    match charges? {
        Ok(charges) => fetched.charges = charges,
        Err(unreadable) => fetched.unreadable.push(unreadable),
    }
    let (invoices, unreadable) = invoices?;
    fetched.unreadable.extend(unreadable);
    for listed in invoices {
        let id = listed.id().map(str::to_owned);
        match read_without(listed, &["payments"]).value {
            Some(invoice) => fetched.invoices.push(invoice),
            None => fetched.unreadable.push(Unreadable::of(Unread::Invoice, id, None)),
        }
    }
    let mut read = Vec::new();
    for Listed { value, raw } in subscriptions {
        match value {
            Some(subscription) => read.push((subscription, raw)),
            None => {
                // One that does not even say which it is cannot be told of, and whoever has it must not look
                // like somebody without.
                let unread = UnreadSubscription::of(id, &raw);
                let unread = unread.ok_or_else(|| StripeError::new(StripeErrorKind::Garbage(200)))?;
                fetched.unreadable.push(Unreadable::of(Unread::Subscription, Some(unread.row.id.clone()), None));
                fetched.unread.push(unread);
            }
        }
    }
    let previews = read.iter().map(|(subscription, _)| upcoming(stripe, subscription));
    let previews = few_at_once(previews.collect()).await?;
    let item_discounts = read.iter().map(|(subscription, _)| discounts::of_items(stripe, subscription));
    let item_discounts = few_at_once(item_discounts.collect()).await?;
    for (((subscription, raw), preview), item_discounts) in read.into_iter().zip(previews).zip(item_discounts) {
        let schedule = Schedule::of(&subscription);
        let upcoming = preview.unwrap_or_else(|unreadable| {
            fetched.unreadable.push(unreadable);
            None
        });
        fetched.subscriptions.push(FetchedSubscription { subscription, raw, upcoming, schedule, item_discounts });
    }
    Ok(fetched)
}

impl Fetched {
    fn nothing_but(customer: Found) -> Self {
        Self {
            customer,
            subscriptions: vec![],
            unread: vec![],
            invoices: vec![],
            charges: Charges::default(),
            unreadable: vec![],
        }
    }

    /// The products that are subscribed to.
    pub fn products(&self) -> BTreeSet<String> {
        let items = self.subscriptions.iter().flat_map(|each| &each.subscription.items.data);
        let unread = self.unread.iter().flat_map(|each| &each.items).map(|item| item.product_id.clone());
        items.map(|item| item.price.product.id().to_string()).chain(unread).collect()
    }

    /// The prices that scheduled changes take away, and those that they lead to.
    pub fn changing_prices(&self) -> BTreeSet<String> {
        let changes = self.subscriptions.iter().filter_map(|each| each.schedule.as_ref()?.change.as_ref());
        changes.flat_map(|change| [&change.from, &change.to]).flatten().cloned().collect()
    }
}

/// The customer; without the discount's coupon, or without what pays too, where those cannot be read, or not with this
/// key.
async fn customer(stripe: &StripeClient, id: &str) -> Result<(Found, Option<Unreadable>), SyncError> {
    let request = RetrieveCustomer::new(path_segment(id));
    let members = ["invoice_settings.default_payment_method", "default_source", "discount.source.coupon"];
    let expanded =
        |members: &[&str]| request.clone().expand(members.iter().map(|&member| member.to_owned()).collect::<Vec<_>>());
    let found = |answer: Answer<_>| match answer.value {
        RetrieveCustomerReturned::Customer(customer) => {
            serde_json::from_slice(&answer.body).map(|raw| Found::Living(Box::new(Living { customer, raw })))
        }
        RetrieveCustomerReturned::DeletedCustomer(_) => Ok(Found::Deleted),
    };
    let unread = |what, error| Some(Unreadable::of(what, Some(id.to_owned()), Some(error)));
    let error = match stripe.send(&expanded(&members)).await {
        Ok(answer) => return Ok((found(answer)?, None)),
        Err(error) if error.kind == StripeErrorKind::CustomerMissing => return Ok((Found::Missing, None)),
        Err(error) if is_of_the_expansion(&error) => error,
        Err(error) => return Err(error.into()),
    };
    match stripe.send(&expanded(&members[..2])).await {
        // A key that may not see coupons still has to see what pays.
        Ok(answer) => {
            let unreadable = unread(Unread::Discount, &error).filter(|_| !error.kind.is_denied());
            Ok((found(answer)?, unreadable))
        }
        Err(error) if is_of_the_expansion(&error) => {
            Ok((found(stripe.send(&request).await?)?, unread(Unread::PaymentMethod, &error)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether the same may be had without what was to come expanded in it.
fn is_of_the_expansion(error: &StripeError) -> bool {
    error.kind.is_denied() || error.kind.may_be_the_objects()
}

/// The subscriptions; without what is taken off where that cannot be read, or not with this key.
async fn subscriptions(
    stripe: &StripeClient,
    id: &str,
) -> Result<(Vec<Listed<Subscription>>, Option<Unreadable>), SyncError> {
    let all = ListSubscription::new().customer(id).status(ListSubscriptionStatus::All);
    let needed = ["data.default_payment_method", "data.schedule"].map(str::to_owned);
    let told = ["data.default_source", "data.discounts.source.coupon"].map(str::to_owned);
    let (listed, unreadable) =
        match stripe.list(all.clone().expand([needed.as_slice(), told.as_slice()].concat())).await {
            // A key that may not see coupons still has to see subscriptions.
            Err(error) if is_of_the_expansion(&error) => {
                let unreadable = Unreadable::of(Unread::Discounts, Some(id.to_owned()), Some(&error));
                (stripe.list(all.expand(needed)).await?, Some(unreadable).filter(|_| !error.kind.is_denied()))
            }
            listed => (listed?, None),
        };
    let listed = listed.into_iter().map(|listed| read_without(listed, &EXPANDED));
    let listed = few_at_once(listed.map(|listed| with_all_items(stripe, listed)).collect()).await?;
    Ok((listed, unreadable))
}

/// A subscription itself has the first of its items only.
async fn with_all_items(
    stripe: &StripeClient,
    mut listed: Listed<Subscription>,
) -> Result<Listed<Subscription>, SyncError> {
    let Some(subscription) = listed.value.as_mut().filter(|subscription| subscription.items.has_more) else {
        return Ok(listed);
    };
    let items = match stripe.list(ListSubscriptionItem::new(subscription.id.as_str())).await {
        Ok(items) => items.into_iter().map(|item| item.value).collect(),
        // Of this one alone; in an outage all of the customer waits, and the row stays as it is.
        Err(error) if error.kind.may_be_the_objects() && stripe.is_up().await.is_ok() => None,
        Err(error) => return Err(error.into()),
    };
    match items {
        Some(items) => subscription.items.data = items,
        // Not all of them can be read, so it is not known what was bought.
        None => listed.value = None,
    }
    Ok(listed)
}

/// Those that are kept, with the payments of what is open, as far as they can be read.
async fn invoices(stripe: &StripeClient, id: &str) -> Result<(Vec<Listed<Invoice>>, Vec<Unreadable>), SyncError> {
    // Its payments lead to the charges.
    let with_payments = || ListInvoice::new().customer(id).expand(["data.payments".to_owned()]);
    let (mut invoices, unreadable) = match kept_invoices(stripe, with_payments).await {
        // Without them nothing is known of refunds; what is owed is told all the same.
        Err(error) if is_of_the_expansion(&error) => {
            let unreadable = Unreadable::of(Unread::Charges, Some(id.to_owned()), Some(&error));
            let invoices = kept_invoices(stripe, || ListInvoice::new().customer(id)).await?;
            (invoices, Some(unreadable).filter(|_| !error.kind.is_denied()))
        }
        invoices => (invoices?, None),
    };
    let mut all_unreadable = add_payments(stripe, &mut invoices).await?;
    all_unreadable.extend(unreadable);
    Ok((invoices, all_unreadable))
}

/// The newest, and as many each of those that are open and uncollectible, however old: an account that bills by the
/// minute and is never paid must not make a sync endless.
async fn kept_invoices(
    stripe: &StripeClient,
    of_customer: impl Fn() -> ListInvoice,
) -> Result<Vec<Listed<Invoice>>, StripeError> {
    let mut invoices = newest(stripe, of_customer()).await?;
    if invoices.len() < KEPT_INVOICES {
        return Ok(invoices);
    }
    let mut known: HashSet<_> = invoices.iter().filter_map(Listed::id).map(str::to_owned).collect();
    for status in [InvoiceStatus::Open, InvoiceStatus::Uncollectible] {
        let payable = newest(stripe, of_customer().status(status)).await?;
        // One can become the other while they are asked for.
        invoices.extend(payable.into_iter().filter(|one| one.id().is_none_or(|id| known.insert(id.to_owned()))));
    }
    Ok(invoices)
}

/// As many as are kept. No page is asked for beyond.
pub(super) async fn newest<R, T>(stripe: &StripeClient, list: R) -> Result<Vec<Listed<T>>, StripeError>
where
    R: StripeRequest<Output = List<T>>,
    T: miniserde::Deserialize,
{
    let mut found = Vec::new();
    let mut pages = pin!(stripe.pages(list));
    while found.len() < KEPT_INVOICES
        && let Some(page) = pages.try_next().await?
    {
        found.extend(page);
    }
    found.truncate(KEPT_INVOICES);
    Ok(found)
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
/// only means that no amount can be told; so does one that cannot be had, but that is looked into.
async fn upcoming(
    stripe: &StripeClient,
    subscription: &Subscription,
) -> Result<Result<Option<Invoice>, Unreadable>, SyncError> {
    if !renews(subscription) {
        return Ok(Ok(None));
    }
    let request = CreatePreviewInvoice::new().subscription(subscription.id.as_str());
    match stripe.send(&request).await {
        Ok(answer) => Ok(Ok(Some(answer.value))),
        Err(error) if error.kind.is_refusal() || error.kind.is_denied() => Ok(Ok(None)),
        Err(error) if error.kind.may_be_the_objects() => {
            let id = Some(subscription.id.to_string());
            Ok(Err(Unreadable::of(Unread::NextInvoice, id, Some(&error))))
        }
        Err(error) => Err(error.into()),
    }
}
