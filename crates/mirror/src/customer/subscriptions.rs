//! A customer's subscriptions, and the next invoice of each.

use stripe::{Listed, StripeClient, few_at_once};
use stripe_billing::{
    invoice::CreatePreviewInvoice,
    subscription::{ListSubscription, ListSubscriptionStatus},
    subscription_item::ListSubscriptionItem,
};
use stripe_shared::{Invoice, Subscription, SubscriptionStatus};

use crate::{
    customer::{expanded::read_without, lists::is_of_the_expansion},
    error::SyncError,
    unreadable::{UnreadPart, Unreadable},
};

/// The expanded members of a subscription, which are read separately.
pub const EXPANDED: [&str; 3] = ["default_payment_method", "default_source", "discounts"];

/// Fetches the subscriptions; without their discounts if those cannot be read, or not with this
/// key.
pub async fn subscriptions(
    stripe: &StripeClient,
    id: &str,
) -> Result<(Vec<Listed<Subscription>>, Option<Unreadable>), SyncError> {
    let all = ListSubscription::new().customer(id).status(ListSubscriptionStatus::All);
    let needed = ["data.default_payment_method", "data.schedule"].map(str::to_owned);
    let told = ["data.default_source", "data.discounts.source.coupon"].map(str::to_owned);
    let (listed, unreadable) =
        match stripe.list(all.clone().expand([needed.as_slice(), told.as_slice()].concat())).await {
            // A key without permission for coupons must still read subscriptions.
            Err(error) if is_of_the_expansion(&error) => {
                let unreadable = Unreadable::of(UnreadPart::Discounts, Some(id.to_owned()), Some(&error));
                (stripe.list(all.expand(needed)).await?, Some(unreadable).filter(|_| !error.kind.is_denied()))
            }
            listed => (listed?, None),
        };
    let listed = listed.into_iter().map(|listed| read_without(listed, &EXPANDED));
    let listed = few_at_once(listed.map(|listed| with_all_items(stripe, listed)).collect()).await?;
    Ok((listed, unreadable))
}

/// Fetches all items: a subscription contains only the first ones.
async fn with_all_items(
    stripe: &StripeClient,
    mut listed: Listed<Subscription>,
) -> Result<Listed<Subscription>, SyncError> {
    let Some(subscription) = listed.value.as_mut().filter(|subscription| subscription.items.has_more) else {
        return Ok(listed);
    };
    let items = match stripe.list(ListSubscriptionItem::new(subscription.id.as_str())).await {
        Ok(items) => items.into_iter().map(|item| item.value).collect(),
        // An error about this subscription only. In an outage the whole customer is retried, and
        // the row is unchanged.
        Err(error) if error.kind.may_be_the_objects() && stripe.is_up().await.is_ok() => None,
        Err(error) => return Err(error.into()),
    };
    match items {
        Some(items) => subscription.items.data = items,
        // Without all items it is unknown what was bought.
        None => listed.value = None,
    }
    Ok(listed)
}

/// Whether to ask for the next invoice: even a subscription that will end may renew before.
fn renews(subscription: &Subscription) -> bool {
    let next = subscription.items.data.iter().map(|item| item.current_period_end).min();
    matches!(subscription.status, SubscriptionStatus::Active | SubscriptionStatus::Trialing)
        && !subscription.cancel_at_period_end
        && subscription.cancel_at.is_none_or(|ends| next.is_some_and(|next| next < ends))
        && subscription.pause_collection.is_none()
}

/// Fetches the preview of the next invoice. If Stripe refuses it (no next invoice, a missing
/// address for taxes, a restricted key), the amount is unknown. So it is if the answer cannot be
/// read, but that is reported.
pub async fn upcoming(
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
            Ok(Err(Unreadable::of(UnreadPart::NextInvoice, id, Some(&error))))
        }
        Err(error) => Err(error.into()),
    }
}
