//! The pure function from the facts and the time to the content of the account page.

mod payment_method;
mod plan;

use mirror::{
    KEPT_INVOICES,
    entity::{customer, invoice},
};
use time::OffsetDateTime;

use self::{
    payment_method::payment_method,
    plan::{discounts, items, names, pending_update},
};
use crate::{
    debts,
    facts::BillingFacts,
    model::{Balance, Invoice, InvoiceStatus, Money, Overview, Plan, Schedule, Standing, Status},
    pause::{can_pause, collection_pause},
    scheduled_change::schedule,
    standing::{next_invoice, period_end, standing},
    subscription::{SubscriptionWithItems, status, time},
};

/// The content of the page at this time.
pub fn overview(facts: &BillingFacts, now: OffsetDateTime) -> Overview {
    let mut living: Vec<_> = facts.subscriptions.iter().filter(|each| !status(&each.subscription).is_ended()).collect();
    living.sort_by_key(|each| BillingFacts::rank(each, &facts.others));
    leave_out_unpaid_starts(facts, &mut living);
    let plans: Vec<_> = if living.is_empty() {
        vec![without_plan(facts, now)]
    } else {
        living.iter().map(|each| plan(facts, each, now)).collect()
    };
    // With several plans, the one that is charged first.
    let next = living.iter().filter_map(|each| Some((next_invoice(each, now)?, *each))).min_by_key(|(next, _)| next.at);
    let payer = next.as_ref().map(|(_, each)| *each).or(living.first().copied());
    let next_invoice_of = next.as_ref().filter(|_| living.len() > 1).map(|(_, each)| names(facts, each).0);
    Overview {
        next_invoice_of,
        payment_method: payment_method(facts, payer, now),
        balance: facts.customer.as_ref().and_then(balance),
        // Without a payment method there may be no invoice: the plan's sentence says what happens.
        next_invoice: next.map(|(next, _)| next).filter(|_| payer.is_some_and(|each| facts.can_be_paid(each))),
        debts: debts::besides(facts, &plans, now),
        plans,
        invoices: facts.invoices.iter().filter_map(|row| invoice(facts, row)).collect(),
        has_older_invoices: facts.invoices.len() >= KEPT_INVOICES,
    }
}

/// Removes unpaid new plans: only the newest is shown, and none beside a running plan. They expire
/// by themselves, and paying all of them would buy the same plan several times. Plans of other
/// services are handled separately.
fn leave_out_unpaid_starts(facts: &BillingFacts, living: &mut Vec<&SubscriptionWithItems>) {
    let runs = |each: &SubscriptionWithItems| {
        matches!(status(&each.subscription), Status::Active | Status::Trialing | Status::PastDue)
    };
    let mut has_one = [false, true].map(|ours| living.iter().any(|each| runs(each) && facts.is_plan(each) == ours));
    living.retain(|each| {
        let has_one = &mut has_one[usize::from(facts.is_plan(each))];
        let is_start = debts::is_unpaid_start(facts, &each.subscription);
        let is_told = !is_start || !*has_one;
        *has_one |= is_start;
        is_told
    });
}

/// The plan of one subscription.
pub(crate) fn plan(facts: &BillingFacts, subscribed: &SubscriptionWithItems, now: OffsetDateTime) -> Plan {
    let subscription = &subscribed.subscription;
    let standing = standing(facts, subscribed, now);
    let (name, more) = names(facts, subscribed);
    Plan {
        subscription: Some(subscription.id.clone()),
        name: Some(name),
        ended: None,
        more,
        items: items(facts, subscribed),
        discounts: discounts(facts, subscribed, now),
        pending_update: pending_update(facts, subscription, now),
        status: Some(status(subscription)),
        // Where nothing runs, no period ends.
        period_end: period_end(subscribed).filter(|at| {
            *at > now && matches!(status(subscription), Status::Active | Status::Trialing | Status::PastDue)
        }),
        collection_pause: collection_pause(subscription, now)
            .filter(|_| !matches!(standing.alone(), Standing::CollectionPaused { .. })),
        can_pause: facts.offers_pause && can_pause(subscribed, &standing),
        can_change: subscribed.changeable_item().is_some(),
        standing,
        schedule: schedule(subscription, now),
        is_ours: facts.is_plan(subscribed),
    }
}

/// The free plan, with the end of the previous plan.
fn without_plan(facts: &BillingFacts, now: OffsetDateTime) -> Plan {
    let last = facts.first();
    let standing = match (&facts.customer, last) {
        (None, _) => Standing::Free,
        (Some(customer), _) if customer.deleted_at.is_some() => Standing::CustomerDeleted,
        (Some(customer), _) if customer.missing_since.is_some() => Standing::CustomerMissing,
        (Some(_), Some(last)) => standing(facts, last, now),
        (Some(customer), None) if customer.default_payment_method.is_none() && facts.invoices.is_empty() => {
            Standing::NothingOnFile
        }
        (Some(_), None) => Standing::Free,
    };
    Plan {
        subscription: None,
        name: None,
        ended: last.map(|last| names(facts, last).0).filter(|name| !name.is_empty()),
        more: 0,
        items: vec![],
        discounts: vec![],
        pending_update: None,
        status: last.map(|last| status(&last.subscription)),
        period_end: None,
        standing,
        schedule: Schedule::None,
        is_ours: true,
        collection_pause: None,
        can_pause: false,
        can_change: false,
    }
}

/// At Stripe a positive balance is a debt of the customer.
fn balance(customer: &customer::Model) -> Option<Balance> {
    let currency = customer.currency.clone()?;
    let money = Money { amount: customer.balance.checked_abs()?, currency };
    match customer.balance {
        0 => None,
        ..0 => Some(Balance::Credit(money)),
        1.. => Some(Balance::Debit(money)),
    }
}

fn invoice(facts: &BillingFacts, row: &invoice::Model) -> Option<Invoice> {
    // What a credit note refunds to the payment method is also among the refunds.
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
        can_be_paid: debts::can_be_paid(facts, row),
    })
}
