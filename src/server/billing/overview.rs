//! The one pure function from what is known and the time to what the account page tells.

mod payment_method;
mod plan;

use time::OffsetDateTime;

use self::{
    payment_method::payment_method,
    plan::{discounts, items, names, pending_update},
};
use super::{
    known::{Known, Subscribed, current, rank, status, time},
    standing::{next_invoice, period_end, standing},
    sync::KEPT_INVOICES,
};
use crate::{
    model::{Balance, Invoice, InvoiceStatus, Money, Overview, Plan, Standing},
    server::db::entity::{customer, invoice},
};

/// All that the page tells, at this time.
pub fn overview(known: &Known, now: OffsetDateTime) -> Overview {
    let mut living: Vec<_> = known.subscriptions.iter().filter(|(each, _)| !status(each).is_ended()).collect();
    living.sort_by_key(|(subscription, _)| rank(subscription));
    let plans = if living.is_empty() {
        vec![without_plan(known, now)]
    } else {
        living.iter().map(|each| plan(known, each, now)).collect()
    };
    // Of several plans the one that is charged first.
    let next = living.iter().filter_map(|each| Some((next_invoice(each, now)?, *each))).min_by_key(|(next, _)| next.at);
    let payer = next.as_ref().map(|(_, each)| *each).or(living.first().copied());
    Overview {
        payment_method: payment_method(known, payer, now),
        balance: known.customer.as_ref().and_then(balance),
        // Without anything to pay with there may be none: the plan's sentence says what happens.
        next_invoice: next.map(|(next, _)| next).filter(|_| payer.is_some_and(|(each, _)| known.can_be_paid(each))),
        plans,
        invoices: known.invoices.iter().filter_map(invoice).collect(),
        has_older_invoices: known.invoices.len() >= KEPT_INVOICES,
    }
}

fn plan(known: &Known, subscribed: &Subscribed, now: OffsetDateTime) -> Plan {
    let (subscription, _) = subscribed;
    let (name, more) = names(known, subscribed);
    Plan {
        subscription: Some(subscription.id.clone()),
        name: Some(name),
        more,
        items: items(known, subscribed),
        discounts: discounts(known, subscribed, now),
        pending_update: pending_update(known, subscription, now),
        status: Some(status(subscription)),
        period_end: period_end(subscribed),
        standing: standing(known, subscribed, now),
    }
}

/// The free plan, with what became of the last one there was.
fn without_plan(known: &Known, now: OffsetDateTime) -> Plan {
    let last = current(&known.subscriptions);
    let standing = match (&known.customer, last) {
        (None, _) => Standing::Free,
        (Some(customer), _) if customer.deleted_at.is_some() => Standing::CustomerDeleted,
        (Some(customer), _) if customer.missing_since.is_some() => Standing::CustomerMissing,
        (Some(_), Some(last)) => standing(known, last, now),
        (Some(customer), None) if customer.default_payment_method.is_none() && known.invoices.is_empty() => {
            Standing::NothingOnFile
        }
        (Some(_), None) => Standing::Free,
    };
    Plan {
        subscription: None,
        name: None,
        more: 0,
        items: vec![],
        discounts: vec![],
        pending_update: None,
        status: last.map(|(subscription, _)| status(subscription)),
        period_end: None,
        standing,
    }
}

/// Stripe counts what a customer owes as positive.
fn balance(customer: &customer::Model) -> Option<Balance> {
    let currency = customer.balance_currency.clone()?;
    let money = Money { amount: customer.balance.checked_abs()?, currency };
    match customer.balance {
        0 => None,
        ..0 => Some(Balance::Credit(money)),
        1.. => Some(Balance::Debit(money)),
    }
}

fn invoice(row: &invoice::Model) -> Option<Invoice> {
    // What a credit note gives back to what paid is among the refunds too.
    let otherwise = row.post_payment_credit_notes_amount.saturating_sub(row.amount_refunded);
    Some(Invoice {
        id: row.id.clone(),
        number: row.number.clone(),
        status: InvoiceStatus::from_stripe(&row.status)?,
        created: time(Some(row.created_at))?,
        total: Money { amount: row.total, currency: row.currency.clone() },
        refunded: row.amount_refunded,
        credited: row.pre_payment_credit_notes_amount.saturating_add(otherwise.max(0)),
        disputed: row.disputed,
        has_page: row.has_page,
        has_pdf: row.has_pdf,
    })
}

#[cfg(test)]
mod tests;
