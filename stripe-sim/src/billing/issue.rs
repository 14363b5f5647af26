//! Invoices from draft to final.

use super::collect::first_attempt;
use super::reckoning::reckoned;
use super::void::{mark_uncollectible, void};
use crate::balance::{self, Cause};
use crate::ids;
use crate::payments;
use crate::period;
use crate::state::{
    BalanceReason, BillingReason, CollectionMethod, Customer, Invoice, InvoiceStatus, Kind, Line, PauseBehavior,
    Status, Subscription,
};
use crate::tx::Tx;

/// What becomes of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drafted {
    /// Finalized, and its money collected.
    Collect,
    /// As [`Drafted::Collect`], while the customer is there to agree.
    CollectPresent,
    /// Finalized, and left for the customer to pay.
    Await,
    /// Left as it is.
    Keep,
    Uncollectible,
    Void,
}

impl Drafted {
    /// As a subscription's state and its paused collection have it.
    pub fn of(subscription: &Subscription) -> Self {
        match &subscription.pause_collection {
            _ if subscription.status == Status::Unpaid => Self::Keep,
            None => Self::Collect,
            Some(pause) => match pause.behavior {
                PauseBehavior::KeepAsDraft => Self::Keep,
                PauseBehavior::MarkUncollectible => Self::Uncollectible,
                PauseBehavior::Void => Self::Void,
            },
        }
    }
}

/// A new invoice that nobody has seen yet. Its subscription is to name it as its latest.
pub(crate) fn draft(tx: &Tx<'_>, subscription: &Subscription, reason: BillingReason, lines: Vec<Line>) -> Invoice {
    draft_at(tx, subscription, reason, lines, tx.now())
}

/// As [`draft`], with the discounts there will be at a time.
pub(crate) fn draft_at(
    tx: &Tx<'_>,
    subscription: &Subscription,
    reason: BillingReason,
    lines: Vec<Line>,
    at: i64,
) -> Invoice {
    let now = tx.now();
    let mut lines = reckoned(tx.state(), subscription, lines, at);
    // No more will come, and they are kept for long.
    lines.shrink_to_fit();
    let first = lines.iter().map(|line| line.period_start).min();
    let (period_start, period_end) = match reason {
        // The period that is over: what comes is in the lines.
        BillingReason::SubscriptionCycle => (first.unwrap_or(now).min(now), now),
        _ => (now, now),
    };
    Invoice {
        id: ids::long("in"),
        created: now,
        customer: subscription.customer.clone(),
        subscription: subscription.id.clone(),
        status: InvoiceStatus::Draft,
        billing_reason: reason,
        collection_method: subscription.collection_method,
        currency: subscription.currency.clone(),
        discounts: subscription.discounts.iter().filter(|it| it.is_on_at(at)).map(|it| it.id.clone()).collect(),
        default_tax_rates: subscription.default_tax_rates.clone(),
        automatic_tax: subscription.automatic_tax,
        lines,
        period_start,
        period_end,
        number: None,
        secret: ids::secret(),
        base_url: tx.base_url().to_owned(),
        due_date: match subscription.collection_method {
            CollectionMethod::ChargeAutomatically => None,
            CollectionMethod::SendInvoice => Some(now + period::days(subscription.days_until_due.unwrap_or(0))),
        },
        starting_balance: tx.get::<Customer>(&subscription.customer).map_or(0, |customer| customer.balance),
        pre_payment_credit_notes: 0,
        post_payment_credit_notes: 0,
        processing: None,
        attempt_count: 0,
        attempted: false,
        acts_at: None,
        finalized_at: None,
        paid_at: None,
        voided_at: None,
        marked_uncollectible_at: None,
    }
}

/// Lets a draft take its course.
pub(crate) fn issue(tx: &mut Tx<'_>, invoice: Invoice, then: Drafted) {
    let id = invoice.id.clone();
    tx.create(invoice);
    if then == Drafted::Keep {
        return;
    }
    finalize(tx, &id);
    match then {
        Drafted::Collect => first_attempt(tx, &id, false),
        Drafted::CollectPresent => first_attempt(tx, &id, true),
        Drafted::Uncollectible => mark_uncollectible(tx, &id),
        Drafted::Void => void(tx, &id),
        Drafted::Await | Drafted::Keep => {}
    }
}

/// From here on an invoice has a number, and its amounts stand.
pub(crate) fn finalize(tx: &mut Tx<'_>, id: &str) {
    let Some(invoice) = tx.get::<Invoice>(id).cloned() else { return };
    let Some(customer) = tx.get::<Customer>(&invoice.customer) else { return };
    let number = format!("{}-{:04}", customer.invoice_prefix, customer.next_invoice_sequence);
    let (now, balance) = (tx.now(), customer.balance);
    tx.update_as::<Invoice>("finalized", id, |invoice| {
        invoice.status = InvoiceStatus::Open;
        invoice.number = Some(number);
        invoice.finalized_at = Some(now);
        invoice.starting_balance = balance;
        if invoice.collection_method == CollectionMethod::SendInvoice {
            invoice.acts_at = invoice.due_date;
        }
    });
    tx.update_quietly::<Customer>(&invoice.customer, |customer| customer.next_invoice_sequence += 1);
    let left = tx.get::<Invoice>(id).map_or(balance, Invoice::ending_balance);
    let cause = Cause { invoice: Some(id.to_owned()), currency: Some(invoice.currency.clone()), ..Cause::default() };
    balance::change(tx, &invoice.customer, left - balance, BalanceReason::AppliedToInvoice, cause);
    if let Some(invoice) = tx.get::<Invoice>(id).cloned() {
        payments::intent_of(tx, &invoice);
    }
    if invoice.collection_method == CollectionMethod::SendInvoice {
        let sent = tx.render::<Invoice>(id);
        tx.emit(format!("{}.sent", Invoice::EVENTS), &sent, None);
    }
}
