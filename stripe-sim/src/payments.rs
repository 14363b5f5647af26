//! What stands behind the payment of an invoice: an intent, its charges, refunds and disputes.
//!
//! A payment itself tells nobody of its intent and its charges: the invoice's events do. What happens to the money
//! afterwards is told.

use crate::decline::Decline;
use crate::ids;
use crate::params::Metadata;
use crate::period::days;
use crate::state::{
    AttemptStatus, Charge, ChargeAttempt, Dispute, DisputeReason, DisputeStatus, IntentStatus, Invoice, InvoicePayment,
    PaymentIntent, PaymentMethod, Refund, RefundReason, RefundStatus,
};
use crate::tx::Tx;

/// The payment that an invoice asks for, as long as it asks for any.
pub(crate) fn intent_of(tx: &mut Tx<'_>, invoice: &Invoice) -> Option<String> {
    let amount = invoice.amount_due();
    if amount == 0 {
        return None;
    }
    let there = tx.state().payment_intents.with("invoice", &invoice.id).next().map(|intent| intent.id.clone());
    if let Some(id) = there {
        tx.update_quietly::<PaymentIntent>(&id, |intent| intent.amount = amount);
        return Some(id);
    }
    let (id, created) = (ids::long("pi"), tx.now());
    tx.insert_quietly(PaymentIntent {
        id: id.clone(),
        created,
        amount,
        currency: invoice.currency.clone(),
        customer: invoice.customer.clone(),
        invoice: invoice.id.clone(),
        payment_method: None,
        latest_charge: None,
        status: IntentStatus::RequiresPaymentMethod,
        paid_at: None,
        canceled_at: None,
    });
    tx.insert_quietly(InvoicePayment {
        id: ids::long("inpay"),
        created,
        intent: id.clone(),
        invoice: invoice.id.clone(),
        customer: invoice.customer.clone(),
    });
    Some(id)
}

/// Writes an attempt down: the charge it made.
pub(crate) fn attempted(
    tx: &mut Tx<'_>,
    invoice: &Invoice,
    method: Option<&PaymentMethod>,
    outcome: Result<AttemptStatus, Decline>,
) -> Option<String> {
    let intent = intent_of(tx, invoice)?;
    let (status, charged) = match outcome {
        Ok(AttemptStatus::Pending) => (IntentStatus::Processing, Some(AttemptStatus::Pending)),
        Ok(_) => (IntentStatus::Succeeded, Some(AttemptStatus::Succeeded)),
        // Nothing was charged yet: its owner is asked first.
        Err(Decline::AuthenticationRequired) => (IntentStatus::RequiresAction, None),
        Err(_) => (IntentStatus::RequiresPaymentMethod, Some(AttemptStatus::Failed)),
    };
    let failure = outcome.err().map(|decline| (decline.code().to_owned(), decline.message().to_owned()));
    let charge = charged.zip(method).map(|(status, method)| ChargeAttempt {
        id: ids::long("ch"),
        created: tx.now(),
        amount: invoice.amount_due(),
        currency: invoice.currency.clone(),
        customer: invoice.customer.clone(),
        intent: intent.clone(),
        payment_method: method.id.clone(),
        status,
        failure,
        amount_refunded: 0,
        disputed: false,
    });
    let (id, now) = (charge.as_ref().map(|charge| charge.id.clone()), tx.now());
    tx.update_quietly::<PaymentIntent>(&intent, |intent| {
        intent.status = status;
        intent.payment_method = method.map(|method| method.id.clone());
        intent.latest_charge = id.clone().or(intent.latest_charge.take());
        intent.paid_at = (status == IntentStatus::Succeeded).then_some(now);
    });
    if let Some(charge) = charge {
        tx.insert_quietly(charge);
    }
    id
}

/// What has become of an attempt that was under way.
pub(crate) fn settled(
    tx: &mut Tx<'_>,
    invoice: &Invoice,
    method: Option<&PaymentMethod>,
    outcome: Result<AttemptStatus, Decline>,
) {
    let own = tx.state().payment_intents.with("invoice", &invoice.id).next().map(|intent| intent.id.clone());
    let Some(intent) = own else { return };
    let charge = tx.get::<PaymentIntent>(&intent).and_then(|intent| intent.latest_charge.clone());
    let now = tx.now();
    let succeeded = outcome.is_ok();
    tx.update_quietly::<PaymentIntent>(&intent, |intent| {
        intent.status = if succeeded { IntentStatus::Succeeded } else { IntentStatus::RequiresPaymentMethod };
        intent.payment_method = method.map(|method| method.id.clone());
        intent.paid_at = succeeded.then_some(now);
    });
    let Some(charge) = charge else { return };
    tx.update_quietly::<ChargeAttempt>(&charge, |charge| {
        charge.status = outcome.unwrap_or(AttemptStatus::Failed);
        charge.failure = outcome.err().map(|decline| (decline.code().to_owned(), decline.message().to_owned()));
    });
}

/// Nobody is asked for it any more: a charge that is pending fails.
pub(crate) fn cancel(tx: &mut Tx<'_>, invoice: &str) {
    let now = tx.now();
    let open = tx.state().payment_intents.with("invoice", invoice).find(|it| it.status != IntentStatus::Succeeded);
    let Some(id) = open.map(|intent| intent.id.clone()) else { return };
    tx.update_quietly::<PaymentIntent>(&id, |intent| {
        intent.status = IntentStatus::Canceled;
        intent.canceled_at = Some(now);
    });
    let Some(charge) = tx.get::<PaymentIntent>(&id).and_then(|intent| intent.latest_charge.clone()) else { return };
    tx.update_quietly::<ChargeAttempt>(&charge, |charge| {
        if charge.status == AttemptStatus::Pending {
            charge.status = AttemptStatus::Failed;
        }
    });
}

/// The charge that paid an invoice.
pub(crate) fn paid_by(tx: &Tx<'_>, invoice: &str) -> Option<ChargeAttempt> {
    let intent = tx.state().payment_intents.with("invoice", invoice).next()?;
    let charge = tx.get::<ChargeAttempt>(intent.latest_charge.as_deref()?)?;
    (charge.status == AttemptStatus::Succeeded).then(|| charge.clone())
}

/// Gives money back: the refund's id. It is not more than is left of the charge.
pub(crate) fn refund(
    tx: &mut Tx<'_>,
    charge: &ChargeAttempt,
    amount: i64,
    reason: Option<RefundReason>,
    metadata: Metadata,
) -> String {
    let behavior = tx.get::<PaymentMethod>(&charge.payment_method).map(|method| method.charge);
    let tomorrow = tx.now() + days(1);
    let (status, then) = match behavior {
        Some(Charge::RefundPends) => (RefundStatus::Pending, Some((tomorrow, RefundStatus::Succeeded))),
        Some(Charge::RefundFails) => (RefundStatus::Succeeded, Some((tomorrow, RefundStatus::Failed))),
        _ => (RefundStatus::Succeeded, None),
    };
    let id = ids::long("re");
    tx.create(Refund {
        id: id.clone(),
        created: tx.now(),
        amount,
        currency: charge.currency.clone(),
        customer: charge.customer.clone(),
        charge: charge.id.clone(),
        intent: charge.intent.clone(),
        payment_method: charge.payment_method.clone(),
        status,
        reason,
        then,
        metadata,
    });
    tx.update_as::<ChargeAttempt>("refunded", &charge.id, |charge| charge.amount_refunded += amount);
    id
}

/// What a refund becomes by itself.
pub(crate) fn refund_settles(tx: &mut Tx<'_>, id: &str) {
    let Some((refund, (_, status))) = tx.get::<Refund>(id).cloned().and_then(|it| Some((it.clone(), it.then?))) else {
        return;
    };
    let event = if status == RefundStatus::Failed { "failed" } else { "updated" };
    let object = tx.update_as::<Refund>(event, id, |refund| {
        refund.status = status;
        refund.then = None;
    });
    tx.emit("charge.refund.updated".to_owned(), &object, None);
    if status == RefundStatus::Failed {
        tx.update::<ChargeAttempt>(&refund.charge, |charge| charge.amount_refunded -= refund.amount);
    }
}

/// A charge whose card is there to be disputed.
pub(crate) fn dispute(tx: &mut Tx<'_>, charge: &str) {
    let Some(charge) = tx.get::<ChargeAttempt>(charge).cloned() else { return };
    let behavior = tx.get::<PaymentMethod>(&charge.payment_method).map(|method| method.charge);
    let (reason, status) = match behavior {
        Some(Charge::Disputed) => (DisputeReason::Fraudulent, DisputeStatus::NeedsResponse),
        Some(Charge::DisputedAsNotReceived) => (DisputeReason::ProductNotReceived, DisputeStatus::NeedsResponse),
        Some(Charge::Inquired) => (DisputeReason::Fraudulent, DisputeStatus::WarningNeedsResponse),
        _ => return,
    };
    tx.update_quietly::<ChargeAttempt>(&charge.id, |charge| charge.disputed = true);
    let object = tx.create(Dispute {
        id: ids::long("du"),
        created: tx.now(),
        amount: charge.amount,
        currency: charge.currency,
        customer: charge.customer,
        charge: charge.id,
        intent: charge.intent,
        reason,
        status,
        evidence: None,
        submissions: 0,
        metadata: Metadata::new(),
    });
    if status == DisputeStatus::NeedsResponse {
        tx.emit("charge.dispute.funds_withdrawn".to_owned(), &object, None);
    }
}
