//! From one subscription's rows and the time to where it stands. Pure, so that every page says the
//! same and every case can be tested.

use time::OffsetDateTime;

use super::known::{Known, Subscribed, status, time};
use crate::{
    model::{Due, InvoiceUrl, Money, Standing, Status},
    server::db::entity::{invoice, subscription},
};

/// Where the subscription stands at this time.
pub(super) fn standing(known: &Known, subscribed: &Subscribed, now: OffsetDateTime) -> Standing {
    let (subscription, items) = subscribed;
    let period_end = time(items.iter().map(|item| item.current_period_end).max());
    let ends = scheduled_end(subscription, period_end);
    match (status(subscription), ends) {
        (Status::Canceled, _) => canceled(known, subscription, period_end, now),
        (Status::IncompleteExpired, _) => Standing::IncompleteExpired,
        (Status::Incomplete, _) => Standing::Incomplete { due: due(known, subscription) },
        (Status::PastDue, _) => Standing::PastDue { due: due(known, subscription) },
        (Status::Unpaid, _) => Standing::Unpaid { due: due(known, subscription) },
        (Status::Paused, _) if known.payment_method_of(subscription).is_some() => Standing::Paused,
        (Status::Paused, _) => Standing::PausedWithoutPaymentMethod,
        (Status::Other, _) => Standing::Unknown,
        (Status::Active | Status::Trialing, Some(at)) if at <= now => Standing::Ended { at: Some(at) },
        (Status::Active | Status::Trialing, Some(ends)) => Standing::Canceling { ends },
        (Status::Active | Status::Trialing, None) if subscription.collection_paused => {
            Standing::CollectionPaused { resumes: time(subscription.collection_resumes_at).filter(|at| *at > now) }
        }
        (Status::Active | Status::Trialing, None) => going_on(known, subscription, period_end, now),
    }
}

/// Stripe has two ways of saying "cancels later": classic billing sets `cancel_at_period_end`,
/// flexible billing only `cancel_at`. Either one means it.
fn scheduled_end(subscription: &subscription::Model, period_end: Option<OffsetDateTime>) -> Option<OffsetDateTime> {
    time(subscription.cancel_at).or(period_end.filter(|_| subscription.cancel_at_period_end))
}

/// Active or on trial, and nothing is to stop it.
fn going_on(
    known: &Known,
    subscription: &subscription::Model,
    period_end: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Standing {
    let change = time(subscription.change_at).filter(|at| *at > now).zip(subscription.change_price_id.as_ref());
    if let Some((at, price)) = change {
        return Standing::ChangeScheduled { at, to: known.product_of_price(price) };
    }
    let trial = status(subscription) == Status::Trialing;
    // A date that has passed means that news is on its way; it is not announced as to come.
    let next = time(subscription.trial_end).filter(|_| trial).or(period_end).filter(|at| *at > now);
    match next {
        None => Standing::Renewing,
        Some(ends) if trial && !known.can_be_paid(subscription) => Standing::TrialingWithoutPaymentMethod { ends },
        Some(ends) if trial => Standing::Trialing { ends, then: upcoming(subscription) },
        Some(renews) => Standing::Active { renews, amount: upcoming(subscription) },
    }
}

/// What the next invoice will be over.
pub(super) fn upcoming(subscription: &subscription::Model) -> Option<Money> {
    Some(Money { amount: subscription.upcoming_amount?, currency: subscription.upcoming_currency.clone()? })
}

/// Over. What was paid for a period that still runs is said, since it was paid for.
fn canceled(
    known: &Known,
    subscription: &subscription::Model,
    period_end: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Standing {
    let at = time(subscription.ended_at.or(subscription.canceled_at));
    let newest = invoices_of(known, subscription).max_by_key(|invoice| invoice.created_at);
    let paid = newest.is_some_and(|invoice| invoice.status == "paid" && invoice.total > 0);
    match (at, period_end) {
        (Some(canceled), Some(until)) if paid && canceled < until && now < until => {
            Standing::CanceledPaidUntil { canceled, until }
        }
        (at, _) => Standing::Ended { at },
    }
}

/// The subscription's open invoices: all that is owed together, since the oldest.
fn due(known: &Known, subscription: &subscription::Model) -> Option<Due> {
    let open: Vec<_> = invoices_of(known, subscription).filter(|invoice| invoice.status == "open").collect();
    let oldest = open.iter().min_by_key(|invoice| invoice.created_at)?;
    let amount = open.iter().map(|invoice| invoice.amount_remaining).fold(0, i64::saturating_add);
    Some(Due {
        amount: Money { amount, currency: oldest.currency.clone() },
        since: time(oldest.due_at).or(time(Some(oldest.created_at)))?,
        next_attempt: open.iter().filter_map(|invoice| time(invoice.next_attempt_at)).min(),
        page: oldest.hosted_url.as_deref().and_then(InvoiceUrl::parse),
    })
}

fn invoices_of<'a>(known: &'a Known, subscription: &subscription::Model) -> impl Iterator<Item = &'a invoice::Model> {
    let id = subscription.id.clone();
    known.invoices.iter().filter(move |invoice| invoice.subscription_id.as_deref() == Some(id.as_str()))
}
