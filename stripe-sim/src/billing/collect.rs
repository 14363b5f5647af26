//! Final invoices: charged, charged again, given up, paid after all.

use super::ending::end_subscription;
use super::void::call_off;
use crate::cards;
use crate::decline::Decline;
use crate::paused;
use crate::payments;
use crate::pending_updates;
use crate::period;
use crate::state::{
    AfterFirstFailure, AfterRetries, AttemptStatus, BillingReason, CancelReason, CollectionMethod, INCOMPLETE_FOR,
    Invoice, InvoiceStatus, Kind, PauseReason, PaymentMethod, Processing, Resumption, State, Status, Subscription,
};
use crate::tx::Tx;

/// Days from one attempt to the next. After the last of them comes what the owner of the account has chosen.
const RETRIES: [i64; 3] = [3, 5, 7];

/// Whether an invoice would be paid by itself.
pub(crate) fn is_collectible(state: &State, subscription: &Subscription, amount: i64) -> Result<(), Decline> {
    match cards::payment_method_of(state, subscription) {
        _ if amount <= 0 || subscription.collection_method == CollectionMethod::SendInvoice => Ok(()),
        Some(method) => cards::charge(method, false).map(|_| ()),
        None => Err(Decline::NoPaymentMethod),
    }
}

/// Whether it takes days until it is known to be paid.
pub(crate) fn takes_days(state: &State, subscription: &Subscription, amount: i64) -> bool {
    let method = cards::payment_method_of(state, subscription);
    let is_charged = amount > 0 && subscription.collection_method == CollectionMethod::ChargeAutomatically;
    is_charged && method.is_some_and(|method| cards::charge(method, false) == Ok(AttemptStatus::Pending))
}

pub(super) fn first_attempt(tx: &mut Tx<'_>, id: &str, present: bool) {
    let wanted = tx.get::<Invoice>(id).is_some_and(|invoice| {
        invoice.collection_method == CollectionMethod::ChargeAutomatically || invoice.amount_due() == 0
    });
    if wanted {
        // A refusal is written down with the invoice.
        let _ = collect(tx, id, None, present);
    }
}

/// Charges `method`, or the card the subscription is charged to. `present`: the customer is there and has agreed.
pub(crate) fn collect(tx: &mut Tx<'_>, id: &str, method: Option<&PaymentMethod>, present: bool) -> Result<(), Decline> {
    let is_asked = |invoice: &&Invoice| invoice.is_owed() && invoice.processing.is_none();
    let Some(invoice) = tx.get::<Invoice>(id).filter(is_asked).cloned() else {
        return Ok(());
    };
    let subscription = tx.get::<Subscription>(&invoice.subscription);
    let kept = subscription.and_then(|subscription| cards::payment_method_of(tx.state(), subscription));
    let method = method.or(kept).cloned();
    let outcome = match &method {
        _ if invoice.amount_due() == 0 => Ok(AttemptStatus::Succeeded),
        Some(method) => cards::charge(method, present),
        None => Err(Decline::NoPaymentMethod),
    };
    let charge = payments::attempted(tx, &invoice, method.as_ref(), outcome);
    match (outcome, method) {
        (Ok(AttemptStatus::Pending), Some(method)) => processing(tx, &invoice, &method),
        (Ok(_), _) => {
            paid(tx, &invoice);
            if let Some(charge) = charge {
                payments::dispute(tx, &charge);
            }
        }
        (Err(decline), _) => failed(tx, &invoice, decline),
    }
    outcome.map(|_| ())
}

/// A payment that takes days. What is paid by it goes on meanwhile.
fn processing(tx: &mut Tx<'_>, invoice: &Invoice, method: &PaymentMethod) {
    let done_at = tx.now() + cards::PROCESSING_FOR;
    let succeeds = cards::will_succeed(method);
    tx.update::<Invoice>(&invoice.id, |invoice| {
        invoice.attempt_count += 1;
        invoice.attempted = true;
        invoice.acts_at = Some(done_at);
        invoice.processing = Some(Processing { payment_method: method.id.clone(), succeeds });
    });
    // A first payment that is under way does not expire, and no more does that of a resumption.
    tx.update_quietly::<Subscription>(&invoice.subscription, |subscription| {
        if subscription.status == Status::Incomplete {
            subscription.incomplete_until = done_at + INCOMPLETE_FOR;
        }
        if let Some(Resumption::OnAttempt { until }) =
            subscription.paused.as_mut().and_then(|paused| paused.resumption.as_mut())
        {
            *until = done_at + INCOMPLETE_FOR;
        }
    });
}

/// The bank has answered, days later.
pub(crate) fn settle_processing(tx: &mut Tx<'_>, id: &str) {
    let Some(invoice) = tx.get::<Invoice>(id).cloned() else { return };
    let Some(processing) = invoice.processing.clone() else { return };
    tx.update_quietly::<Invoice>(id, |invoice| {
        invoice.processing = None;
        invoice.acts_at = None;
        // Counted when it was begun.
        invoice.attempt_count -= 1;
    });
    let method = tx.get::<PaymentMethod>(&processing.payment_method).cloned();
    let outcome = if processing.succeeds { Ok(AttemptStatus::Succeeded) } else { Err(Decline::Generic) };
    let invoice = Invoice { processing: None, attempt_count: invoice.attempt_count - 1, ..invoice };
    payments::settled(tx, &invoice, method.as_ref(), outcome);
    match outcome {
        Ok(_) => paid(tx, &invoice),
        Err(decline) => failed(tx, &invoice, decline),
    }
}

/// Less is owed, or something that was paid is given back.
pub(crate) fn credited(tx: &mut Tx<'_>, id: &str, before_payment: i64, after_payment: i64) {
    tx.update::<Invoice>(id, |invoice| {
        invoice.pre_payment_credit_notes += before_payment;
        invoice.post_payment_credit_notes += after_payment;
    });
    if before_payment > 0 && tx.get::<Invoice>(id).is_some_and(|it| it.is_owed() && it.amount_due() == 0) {
        call_off(tx, id);
        let _ = collect(tx, id, None, false);
    }
}

fn paid(tx: &mut Tx<'_>, invoice: &Invoice) {
    let now = tx.now();
    let object = tx.update_as::<Invoice>("paid", &invoice.id, |invoice| {
        invoice.attempt_count += u32::from(invoice.amount_due() > 0);
        invoice.attempted = true;
        invoice.acts_at = None;
        invoice.status = InvoiceStatus::Paid;
        invoice.paid_at = Some(now);
    });
    tx.emit(format!("{}.payment_succeeded", Invoice::EVENTS), &object, None);
    let Some(subscription) = tx.get::<Subscription>(&invoice.subscription) else { return };
    if pending_updates::is_awaited(subscription, &invoice.id) {
        pending_updates::apply(tx, &invoice.subscription);
        return;
    }
    let is_latest = subscription.latest_invoice.as_deref() == Some(invoice.id.as_str());
    match subscription.status {
        Status::Incomplete | Status::PastDue | Status::Unpaid if is_latest => {
            tx.update::<Subscription>(&invoice.subscription, |subscription| subscription.status = Status::Active);
        }
        Status::Paused if paused::ends_with(subscription, &invoice.id) => paused::end(tx, &invoice.subscription),
        _ => {}
    }
}

fn failed(tx: &mut Tx<'_>, invoice: &Invoice, decline: Decline) {
    let now = tx.now();
    let Some(subscription) = tx.get::<Subscription>(&invoice.subscription) else { return };
    let status = subscription.status;
    let made = usize::try_from(invoice.attempt_count).unwrap_or(usize::MAX);
    // What was never paid for at all is not asked for again by itself: it expires.
    let is_awaited = pending_updates::is_awaited(subscription, &invoice.id);
    let resumption = paused::resumption_by(subscription, &invoice.id);
    let is_running = matches!(status, Status::Active | Status::Trialing | Status::PastDue);
    let is_retried = !is_awaited && (is_running || resumption == Some(Resumption::OnSuccess));
    let pauses = made == 0 && is_paused_at_once(tx.state(), subscription, invoice);
    let next = RETRIES.get(made).filter(|_| is_retried && !pauses).map(|days| now + period::days(*days));
    // A first payment that waits for its owner's bank has not been attempted yet, as Stripe counts.
    let waits = status == Status::Incomplete && decline == Decline::AuthenticationRequired;
    let object = tx.update_as::<Invoice>("payment_failed", &invoice.id, |invoice| {
        invoice.attempt_count += u32::from(!waits);
        invoice.attempted = true;
        invoice.acts_at = next;
    });
    if decline == Decline::AuthenticationRequired {
        tx.emit(format!("{}.payment_action_required", Invoice::EVENTS), &object, None);
    }
    match status {
        // The subscription stays as it is until the change is paid for.
        _ if is_awaited => {}
        _ if pauses => paused::after_failure(tx, invoice, PauseReason::FirstPaymentFailure),
        Status::Active | Status::Trialing => late(tx, &invoice.subscription),
        Status::PastDue if next.is_none() => give_up(tx, invoice),
        Status::Paused if matches!(resumption, Some(Resumption::OnAttempt { .. })) => {
            paused::end_unpaid(tx, &invoice.subscription);
        }
        _ => {}
    }
}

/// Whether the first failure of a payment pauses its subscription: that of a renewal, if the account says so.
fn is_paused_at_once(state: &State, subscription: &Subscription, invoice: &Invoice) -> bool {
    state.after_first_failure == AfterFirstFailure::Pause
        && invoice.billing_reason == BillingReason::SubscriptionCycle
        && paused::check(subscription).is_ok()
}

fn late(tx: &mut Tx<'_>, subscription: &str) {
    tx.update::<Subscription>(subscription, |subscription| subscription.status = Status::PastDue);
}

fn give_up(tx: &mut Tx<'_>, invoice: &Invoice) {
    let subscription = invoice.subscription.as_str();
    match tx.state().after_retries {
        AfterRetries::Cancel => end_subscription(tx, subscription, Some(CancelReason::PaymentFailed)),
        AfterRetries::MarkUnpaid => {
            tx.update::<Subscription>(subscription, |subscription| subscription.status = Status::Unpaid);
        }
        AfterRetries::LeavePastDue => {}
        AfterRetries::Pause if tx.get::<Subscription>(subscription).is_some_and(|it| paused::check(it).is_ok()) => {
            paused::after_failure(tx, invoice, PauseReason::FinalPaymentFailure);
        }
        // What cannot be paused is canceled.
        AfterRetries::Pause => end_subscription(tx, subscription, Some(CancelReason::PaymentFailed)),
    }
}

/// An invoice that was sent, and not paid in time.
pub(crate) fn overdue(tx: &mut Tx<'_>, id: &str) {
    let Some(subscription) = tx.get::<Invoice>(id).map(|invoice| invoice.subscription.clone()) else { return };
    tx.update_as::<Invoice>("overdue", id, |invoice| invoice.acts_at = None);
    if tx.get::<Subscription>(&subscription).is_some_and(|subscription| subscription.status == Status::Active) {
        late(tx, &subscription);
    }
}

/// A customer who has given a new card pays what is open with it, the newest last: that one heals.
pub(crate) fn settle_all(tx: &mut Tx<'_>, customer: &str) {
    let open: Vec<_> = tx
        .state()
        .invoices
        .with("customer", customer)
        .filter(|invoice| {
            let is_charged = invoice.collection_method == CollectionMethod::ChargeAutomatically;
            invoice.is_owed() && invoice.processing.is_none() && is_charged
        })
        .map(|invoice| (invoice.id.clone(), invoice.subscription.clone()))
        .collect();
    for (id, subscription) in open {
        // What an ended subscription still owes is left alone.
        if tx.get::<Subscription>(&subscription).is_some_and(|subscription| !subscription.has_ended()) {
            let _ = collect(tx, &id, None, false);
        }
    }
}
