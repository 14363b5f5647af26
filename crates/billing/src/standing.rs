//! The standing of one subscription, from its rows and the time. Pure, so that all pages agree and
//! every case can be tested.

use mirror::entity::{invoice, subscription, subscription_item};
use time::{Duration, OffsetDateTime};

use crate::{
    debts::{due, invoices_of, owing},
    facts::BillingFacts,
    model::{Money, NextInvoice, Standing, Status, Upcoming},
    pause::{collection_pause, paused},
    scheduled_change::scheduled_change,
    subscription::{SubscriptionWithItems, status, time},
};

/// How late the event of a renewal may be: Stripe retries a webhook for three days.
pub(crate) const RENEWED_WITHIN: Duration = Duration::days(3);

/// How long a first payment may take. Source: Stripe's documentation of the status `incomplete`.
const TO_COMPLETE: Duration = Duration::hours(23);

/// The standing of the subscription at this time.
pub(crate) fn standing(facts: &BillingFacts, subscribed: &SubscriptionWithItems, now: OffsetDateTime) -> Standing {
    let subscription = &subscribed.subscription;
    let due = due(facts, subscription, now);
    let ends = scheduled_end(subscribed).filter(|at| *at > now);
    match status(subscription) {
        Status::Canceled => owing(canceled(facts, subscribed, now), due),
        Status::IncompleteExpired => Standing::IncompleteExpired,
        Status::Incomplete => {
            let until = time(Some(subscription.created_at)).and_then(|at| at.checked_add(TO_COMPLETE));
            Standing::Incomplete { due, until: until.filter(|at| *at > now) }
        }
        Status::PastDue => Standing::PastDue { due, ends },
        Status::Unpaid => Standing::Unpaid { due, ends },
        Status::Paused => paused(facts, subscription, due, ends),
        Status::Other => owing(Standing::Unknown, due),
        Status::Active | Status::Trialing => owing(running(facts, subscribed, now), due),
    }
}

/// Active or on trial.
fn running(facts: &BillingFacts, subscribed: &SubscriptionWithItems, now: OffsetDateTime) -> Standing {
    let subscription = &subscribed.subscription;
    let scheduled = scheduled_end(subscribed);
    match (scheduled, scheduled.filter(|at| *at > now)) {
        (_, Some(ends)) if changes_before(facts, subscribed, ends, now) => going_on(facts, subscribed, now),
        (_, Some(ends)) => {
            let charge = next_invoice(subscribed, now).filter(|next| next.at < ends);
            let on_trial = status(subscription) == Status::Trialing;
            Standing::Canceling { ends, charge, by_schedule: subscription.has_schedule, on_trial }
        }
        (Some(at), None) => Standing::Ended { at: Some(at) },
        (None, None) => going_on(facts, subscribed, now),
    }
}

/// When it will be canceled. Stripe expresses that by `cancel_at_period_end`, by `cancel_at`, by
/// both, or by a schedule that ends with a cancellation.
pub(crate) fn scheduled_end(
    SubscriptionWithItems { subscription, items }: &SubscriptionWithItems,
) -> Option<OffsetDateTime> {
    let last = || time(items.iter().map(|item| item.current_period_end).max());
    time(subscription.cancel_at.or(subscription.schedule_ends_at))
        .or_else(|| last().filter(|_| subscription.cancel_at_period_end))
}

/// The earliest end of a period: items can have different periods.
pub(crate) fn period_end(SubscriptionWithItems { items, .. }: &SubscriptionWithItems) -> Option<OffsetDateTime> {
    time(items.iter().map(|item| item.current_period_end).min())
}

/// The amount and the time of the next invoice; `None` while payments are paused.
pub(crate) fn next_invoice(subscribed: &SubscriptionWithItems, now: OffsetDateTime) -> Option<NextInvoice> {
    let ends = scheduled_end(subscribed);
    let at = period_end(subscribed).filter(|at| *at > now && ends.is_none_or(|ends| *at < ends))?;
    let next = NextInvoice { at, amount: upcoming(subscribed)? };
    let is_paused = collection_pause(&subscribed.subscription, now)
        .is_some_and(|pause| pause.resumes.is_none_or(|resumes| resumes > next.at));
    (!is_paused).then_some(next)
}

/// A metered price has no quantity: usage is billed at the end of the period.
fn upcoming(SubscriptionWithItems { subscription, items }: &SubscriptionWithItems) -> Option<Upcoming> {
    let money = Money { amount: subscription.upcoming_amount?, currency: subscription.upcoming_currency.clone()? };
    let tax = subscription.upcoming_tax.map(|amount| Money { amount, ..money.clone() });
    let so_far = items.iter().any(|item| item.quantity.is_none());
    let adjustments = expected(subscription, items).map(|expected| money.amount.saturating_sub(expected));
    let adjustments = adjustments.filter(|difference| *difference != 0 && !so_far);
    let adjustments = adjustments.map(|amount| Money { amount, ..money.clone() });
    Some(Upcoming { money, so_far, tax, adjustments })
}

/// The prices of all items and the tax on top; `None` where the next invoice is not for exactly these.
fn expected(subscription: &subscription::Model, items: &[subscription_item::Model]) -> Option<i64> {
    let first = items.first()?;
    let is_one_invoice = items.iter().all(|item| item.current_period_end == first.current_period_end);
    if !is_one_invoice || subscription.has_schedule {
        return None;
    }
    let prices = items.iter().map(|item| item.unit_amount?.checked_mul(item.quantity?));
    prices.sum::<Option<i64>>()?.checked_add(subscription.upcoming_tax_added.unwrap_or_default())
}

/// Whether a schedule changes something before this end; then the change is shown first.
fn changes_before(
    facts: &BillingFacts,
    subscribed: &SubscriptionWithItems,
    ends: OffsetDateTime,
    now: OffsetDateTime,
) -> bool {
    scheduled_change(facts, subscribed, now).is_some_and(|(at, _)| at < ends)
}

/// Active or on trial, and not about to end.
fn going_on(facts: &BillingFacts, subscribed: &SubscriptionWithItems, now: OffsetDateTime) -> Standing {
    let subscription = &subscribed.subscription;
    let trial = status(subscription) == Status::Trialing;
    let next = time(subscription.trial_end).filter(|_| trial).or(period_end(subscribed));
    // A trial that ends before the change is shown first.
    let comes_next = |at| !trial || next.is_none_or(|next| at <= next);
    if let Some((at, change)) = scheduled_change(facts, subscribed, now).filter(|(at, _)| comes_next(*at)) {
        let ends = scheduled_end(subscribed).filter(|ends| *ends > at);
        return Standing::ChangeScheduled { at, change, ends };
    }
    if let Some(pause) = collection_pause(subscription, now) {
        return Standing::CollectionPaused { resumes: pause.resumes, behavior: pause.behavior };
    }
    match next {
        // No event for days: a test clock is stopped, or something is wrong.
        Some(over) if now - over > RENEWED_WITHIN => Standing::Unknown,
        // A date in the past means that the renewal's event has not arrived; do not show it as
        // future.
        Some(over) if over <= now => Standing::Renewing,
        None => Standing::Renewing,
        Some(ends) if trial && !facts.can_be_paid(subscribed) => Standing::TrialingWithoutPaymentMethod { ends },
        Some(ends) if trial => Standing::Trialing { ends, then: upcoming(subscribed) },
        Some(renews) if !facts.can_be_paid(subscribed) => {
            Standing::ActiveWithoutPaymentMethod { renews, amount: upcoming(subscribed) }
        }
        Some(renews) => Standing::Active { renews, amount: upcoming(subscribed) },
    }
}

/// Canceled; if it was canceled at once and the current period is paid, until when. One that came to the end that was set
/// for it is over.
fn canceled(facts: &BillingFacts, subscribed: &SubscriptionWithItems, now: OffsetDateTime) -> Standing {
    let SubscriptionWithItems { subscription, items } = subscribed;
    let at = time(subscription.ended_at.or(subscription.canceled_at));
    let until = time(items.iter().map(|item| item.current_period_end).max());
    let at_its_end = subscription.cancel_at.is_some_and(|end| at >= time(Some(end)));
    let newest = invoices_of(facts, subscription).max_by_key(|invoice| invoice.created_at);
    let kept = |invoice: &invoice::Model| {
        invoice.total.saturating_sub(invoice.amount_refunded.max(invoice.post_payment_credit_notes_amount))
    };
    // An invoice from before this period does not count: the renewal's invoice may still be a
    // draft.
    let begun = items.iter().map(|item| item.current_period_start).max();
    let paid = newest.is_some_and(|invoice| {
        invoice.status == "paid" && !invoice.disputed && kept(invoice) > 0 && Some(invoice.created_at) >= begun
    });
    match (at, until) {
        (Some(canceled), Some(until)) if paid && !at_its_end && canceled < until && now < until => {
            Standing::CanceledPaidUntil { canceled, until }
        }
        (at, _) => Standing::Ended { at },
    }
}
