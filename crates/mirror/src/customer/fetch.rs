//! Fetching everything about one customer from Stripe.

use std::collections::BTreeSet;

use futures::join;
use serde_json::Value;
use stripe::{Answer, Listed, StripeClient, StripeError, StripeErrorKind, few_at_once, path_segment};
use stripe_core::customer::{RetrieveCustomer, RetrieveCustomerReturned};
use stripe_shared::{Customer, Invoice, Subscription};

use crate::{
    customer::{
        charges::{Charges, charges},
        discount::Discount,
        discounts,
        expanded::read_without,
        invoices::invoices,
        lists::is_of_the_expansion,
        schedule::Schedule,
        subscriptions::{subscriptions, upcoming},
        unread_subscription::UnreadSubscription,
    },
    error::SyncError,
    unreadable::{UnreadPart, Unreadable},
};

pub(crate) struct Fetched {
    pub customer: Found,
    pub subscriptions: Vec<FetchedSubscription>,
    /// Subscriptions of the customer that cannot be read.
    pub unread: Vec<UnreadSubscription>,
    pub invoices: Vec<Invoice>,
    /// Refunds and disputes of the invoices' payments.
    pub charges: Charges,
    /// Everything that could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// The customer's state; only for a living one the rest is fetched.
pub(crate) enum Found {
    Living(Box<Living>),
    /// Stripe says that it was deleted.
    Deleted,
    /// The account does not know it.
    Missing,
}

pub(crate) struct Living {
    pub customer: Customer,
    /// Stripe's JSON.
    pub raw: Value,
}

pub(crate) struct FetchedSubscription {
    pub subscription: Subscription,
    pub raw: Value,
    /// The next invoice, if there will be one.
    pub upcoming: Option<Invoice>,
    /// The schedule that manages it, if there is one.
    pub schedule: Option<Schedule>,
    pub item_discounts: Vec<Discount>,
}

pub(crate) async fn fetch(stripe: &StripeClient, id: &str) -> Result<Fetched, SyncError> {
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
            None => fetched.unreadable.push(Unreadable::of(UnreadPart::Invoice, id, None)),
        }
    }
    let mut read = Vec::new();
    for Listed { value, raw } in subscriptions {
        match value {
            Some(subscription) => read.push((subscription, raw)),
            None => {
                // A subscription without an id cannot be shown, and its customer must not look like
                // one without a subscription.
                let unread = UnreadSubscription::of(id, &raw);
                let unread = unread.ok_or_else(|| StripeError::new(StripeErrorKind::Garbage(200)))?;
                let what =
                    if unread.has_all_items { UnreadPart::Subscription } else { UnreadPart::SubscriptionAndItems };
                fetched.unreadable.push(Unreadable::of(what, Some(unread.row.id.clone()), None));
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

    /// The products of the subscriptions.
    pub fn products(&self) -> BTreeSet<String> {
        let items = self.subscriptions.iter().flat_map(|each| &each.subscription.items.data);
        let unread = self.unread.iter().flat_map(|each| &each.items).map(|item| item.product_id.clone());
        items.map(|item| item.price.product.id().to_string()).chain(unread).collect()
    }

    /// The prices that scheduled changes remove and add.
    pub fn changing_prices(&self) -> BTreeSet<String> {
        let changes = self.subscriptions.iter().filter_map(|each| each.schedule.as_ref()?.change.as_ref());
        changes.flat_map(|change| [&change.from, &change.to]).flatten().cloned().collect()
    }
}

/// Fetches the customer. If the discount's coupon or the payment method cannot be read, or not with
/// this key, the customer is fetched without them.
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
        // A key without permission for coupons must still read the payment method.
        Ok(answer) => {
            let unreadable = unread(UnreadPart::Discount, &error).filter(|_| !error.kind.is_denied());
            Ok((found(answer)?, unreadable))
        }
        Err(error) if is_of_the_expansion(&error) => {
            Ok((found(stripe.send(&request).await?)?, unread(UnreadPart::PaymentMethod, &error)))
        }
        Err(error) => Err(error.into()),
    }
}
