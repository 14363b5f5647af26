//! From one subscription's rows and the time to where it stands. Pure, so that every page says the
//! same and every case can be tested.

use time::{Duration, OffsetDateTime};

use super::known::{Known, Subscribed, is_sent_invoices, status, time};
use crate::{
    model::{Due, Money, NewPlan, NextInvoice, Period, Standing, Status, Upcoming},
    server::db::entity::{invoice, subscription},
};

/// How long a first payment may take. Source: Stripe's documentation of the status `incomplete`.
const TO_COMPLETE: Duration = Duration::hours(23);

/// Where the subscription stands at this time.
pub(super) fn standing(known: &Known, subscribed: &Subscribed, now: OffsetDateTime) -> Standing {
    let (subscription, _) = subscribed;
    let due = || due(known, subscription, now);
    let scheduled = scheduled_end(subscribed);
    let ends = scheduled.filter(|at| *at > now);
    match status(subscription) {
        Status::Canceled => canceled(known, subscribed, now),
        Status::IncompleteExpired => Standing::IncompleteExpired,
        Status::Incomplete => {
            let until = time(Some(subscription.created_at)).and_then(|at| at.checked_add(TO_COMPLETE));
            Standing::Incomplete { due: due(), until: until.filter(|at| *at > now) }
        }
        Status::PastDue => Standing::PastDue { due: due(), ends },
        Status::Unpaid => Standing::Unpaid { due: due(), ends },
        Status::Paused if known.payment_method_of(subscription).is_some() => Standing::Paused { due: due() },
        Status::Paused => Standing::PausedWithoutPaymentMethod,
        Status::Other => Standing::Unknown,
        Status::Active | Status::Trialing => match (scheduled, ends) {
            (_, Some(ends)) => {
                let charge = next_invoice(subscribed, now).filter(|next| next.at < ends);
                Standing::Canceling { ends, charge, by_schedule: subscription.has_schedule }
            }
            (Some(at), None) => Standing::Ended { at: Some(at) },
            (None, None) => going_on(known, subscribed, now),
        },
    }
}

/// Stripe has two ways of saying "cancels later": classic billing sets `cancel_at_period_end`,
/// flexible billing only `cancel_at`. Either one means it.
pub(super) fn scheduled_end((subscription, items): &Subscribed) -> Option<OffsetDateTime> {
    let last = || time(items.iter().map(|item| item.current_period_end).max());
    time(subscription.cancel_at).or_else(|| last().filter(|_| subscription.cancel_at_period_end))
}

/// The next end of a period: items can have different ones.
pub(super) fn period_end((_, items): &Subscribed) -> Option<OffsetDateTime> {
    time(items.iter().map(|item| item.current_period_end).min())
}

/// What the next invoice will be over, and when it comes.
pub(super) fn next_invoice(subscribed: &Subscribed, now: OffsetDateTime) -> Option<NextInvoice> {
    Some(NextInvoice { at: period_end(subscribed).filter(|at| *at > now)?, amount: upcoming(subscribed)? })
}

/// A price that is metered has no quantity: what is used is asked for in the end.
fn upcoming((subscription, items): &Subscribed) -> Option<Upcoming> {
    let money = Money { amount: subscription.upcoming_amount?, currency: subscription.upcoming_currency.clone()? };
    let tax = subscription.upcoming_tax.map(|amount| Money { amount, ..money.clone() });
    Some(Upcoming { money, so_far: items.iter().any(|item| item.quantity.is_none()), tax })
}

/// Active or on trial, and nothing is to stop it.
fn going_on(known: &Known, subscribed: &Subscribed, now: OffsetDateTime) -> Standing {
    let (subscription, _) = subscribed;
    let resumes = time(subscription.collection_resumes_at);
    if subscription.collection_paused && resumes.is_none_or(|at| at > now) {
        let collected_later = subscription.raw["pause_collection"]["behavior"] == "keep_as_draft";
        return Standing::CollectionPaused { resumes, collected_later };
    }
    if let Some(at) = time(subscription.change_at).filter(|at| *at > now) {
        return Standing::ChangeScheduled { at, to: new_plan(known, subscription) };
    }
    let trial = status(subscription) == Status::Trialing;
    // A date that has passed means that news is on its way; it is not announced as to come.
    let next = time(subscription.trial_end).filter(|_| trial).or(period_end(subscribed)).filter(|at| *at > now);
    match next {
        None => Standing::Renewing,
        Some(ends) if trial && !known.can_be_paid(subscription) => Standing::TrialingWithoutPaymentMethod { ends },
        Some(ends) if trial => Standing::Trialing { ends, then: upcoming(subscribed) },
        Some(renews) => Standing::Active { renews, amount: upcoming(subscribed) },
    }
}

fn new_plan(known: &Known, subscription: &subscription::Model) -> NewPlan {
    let quantity = subscription.change_quantity.unwrap_or(1);
    let price = subscription.change_price_id.as_ref().and_then(|id| known.prices.get(id));
    let amount = |price: &crate::server::db::entity::price::Model| {
        let amount = price.unit_amount?.checked_mul(quantity)?;
        Some(Money { amount, currency: price.currency.clone() })
    };
    NewPlan {
        // A price that is not mirrored is one that Stripe no longer has, or could not give us yet.
        name: price.map_or_else(|| "another plan".to_owned(), |price| known.product_name(&price.product_id)),
        quantity,
        amount: price.and_then(amount),
        every: price
            .and_then(|price| Period::from_stripe(price.interval.as_deref()?, price.interval_count.unwrap_or(1))),
    }
}

/// Over. What was paid for a period that still runs is said, since it was paid for.
fn canceled(known: &Known, subscribed: &Subscribed, now: OffsetDateTime) -> Standing {
    let (subscription, items) = subscribed;
    let at = time(subscription.ended_at.or(subscription.canceled_at));
    let until = time(items.iter().map(|item| item.current_period_end).max());
    let newest = invoices_of(known, subscription).max_by_key(|invoice| invoice.created_at);
    let paid = newest.is_some_and(|invoice| invoice.status == "paid" && invoice.total > 0);
    match (at, until) {
        (Some(canceled), Some(until)) if paid && canceled < until && now < until => {
            Standing::CanceledPaidUntil { canceled, until }
        }
        (at, _) => Standing::Ended { at },
    }
}

/// What the subscription's invoices leave to be paid. One that was given up as uncollectible can be
/// paid all the same.
fn due(known: &Known, subscription: &subscription::Model, now: OffsetDateTime) -> Option<Due> {
    let open: Vec<_> = invoices_of(known, subscription)
        .filter(|invoice| matches!(invoice.status.as_str(), "open" | "uncollectible") && invoice.amount_remaining > 0)
        .collect();
    let oldest = open.iter().min_by_key(|invoice| invoice.created_at)?;
    let payable = open.iter().filter(|invoice| invoice.has_page).max_by_key(|invoice| invoice.created_at);
    let amount = open.iter().map(|invoice| invoice.amount_remaining).fold(0, i64::saturating_add);
    Some(Due {
        amount: Money { amount, currency: oldest.currency.clone() },
        invoices: open.len(),
        since: time(oldest.due_at).or(time(Some(oldest.created_at)))?,
        next_attempt: open.iter().filter_map(|invoice| time(invoice.next_attempt_at)).filter(|at| *at > now).min(),
        payable: payable.map(|invoice| invoice.id.clone()),
        by_hand: is_sent_invoices(subscription),
    })
}

fn invoices_of<'a>(
    known: &'a Known,
    subscription: &'a subscription::Model,
) -> impl Iterator<Item = &'a invoice::Model> {
    let id = Some(subscription.id.as_str());
    known.invoices.iter().filter(move |invoice| invoice.subscription_id.as_deref() == id)
}
