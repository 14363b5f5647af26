//! What the API, the portal and Checkout do alike to a subscription: begin it, change it, end it at once.

use crate::billing::{self, Changes, Drafted};
use crate::cancellation;
use crate::discounting;
use crate::pending_updates;
use crate::schedules;
use crate::state::{
    BillingReason, Customer, Line, PENDING_FOR, PendingUpdate, ProrationBehavior, State, Status, Subscription,
};
use crate::tx::Tx;

/// Writes a new subscription down, with its first invoice.
pub(crate) fn begin(tx: &mut Tx<'_>, subscription: Subscription, then: Drafted) -> String {
    let lines = first_lines(tx.state(), &subscription, ProrationBehavior::CreateProrations);
    begin_with(tx, subscription, lines, then)
}

/// What the first invoice asks for.
pub(crate) fn first_lines(state: &State, subscription: &Subscription, proration: ProrationBehavior) -> Vec<Line> {
    let asked = proration != ProrationBehavior::None;
    let mut lines = match subscription.status {
        Status::Trialing => billing::trial_lines(state, subscription),
        _ if subscription.billing_cycle_anchor > subscription.created => {
            billing::until_anchor(state, subscription, asked)
        }
        _ => billing::whole_periods(state, subscription, |_| true),
    };
    if asked && subscription.start_date < subscription.created && subscription.status != Status::Trialing {
        lines.extend(billing::backdated(state, subscription, subscription.start_date, subscription.created));
    }
    lines.extend(subscription.pending_lines.iter().cloned());
    lines
}

/// As [`begin`], with a first invoice for `lines`.
pub(crate) fn begin_with(tx: &mut Tx<'_>, mut subscription: Subscription, lines: Vec<Line>, then: Drafted) -> String {
    subscription.pending_lines.clear();
    let currency = subscription.currency.clone();
    tx.update::<Customer>(&subscription.customer, |customer| {
        customer.currency.get_or_insert(currency);
    });
    let invoice = billing::draft(tx, &subscription, BillingReason::SubscriptionCreate, lines);
    let id = invoice.id.clone();
    subscription.latest_invoice = Some(id.clone());
    let reckoned = subscription.clone();
    discounting::spend(tx.state(), &mut subscription, &invoice.lines);
    discounting::settle(tx, None, &reckoned, &subscription);
    tx.create(subscription);
    billing::issue(tx, invoice, then);
    id
}

/// Writes a changed subscription down, with what the change asks for and gives back.
pub(crate) fn rewrite(
    tx: &mut Tx<'_>,
    before: &Subscription,
    mut after: Subscription,
    changes: Changes,
    proration: ProrationBehavior,
) {
    // What waits for a payment is no change of what there is now.
    let replaced = if after.items == before.items { None } else { after.pending_update.take() };
    let asked = changes.asked_at_once(proration);
    if asked.is_empty() {
        if proration == ProrationBehavior::CreateProrations {
            after.pending_lines.extend(changes.prorated);
        }
        discounting::settle(tx, Some(before), &after, &after);
        tx.update::<Subscription>(&before.id, |old| *old = after);
    } else {
        let mut lines = std::mem::take(&mut after.pending_lines);
        lines.extend(asked);
        billing::bill(tx, before, after, BillingReason::SubscriptionUpdate, lines);
    }
    if let Some(pending) = replaced {
        billing::void(tx, &pending.invoice);
    }
    schedules::follow(tx, &before.id);
}

/// Asks for what a change costs, and keeps the change until that is paid.
pub(crate) fn wait_for_payment(tx: &mut Tx<'_>, before: &Subscription, after: Subscription, asked: Vec<Line>) {
    if let Some(invoice) = pending_updates::drop(tx, &before.id) {
        billing::void(tx, &invoice);
    }
    let invoice = billing::draft(tx, &after, BillingReason::SubscriptionUpdate, asked);
    let pending = PendingUpdate {
        invoice: invoice.id.clone(),
        // The end of a trial is that of its period.
        expires_at: before.first_period_end().min(tx.now() + PENDING_FOR),
        items: after.items,
        billing_cycle_anchor: after.billing_cycle_anchor,
        trial_end: after.trial_end,
    };
    tx.update::<Subscription>(&before.id, |subscription| {
        subscription.latest_invoice = Some(pending.invoice.clone());
        subscription.pending_update = Some(pending);
    });
    billing::issue(tx, invoice, Drafted::Collect);
}

/// Ends a subscription now. `prorate`: time that was paid for and will not be used is given back, on the last invoice
/// if there is to be one.
pub(crate) fn cancel_at_once(
    tx: &mut Tx<'_>,
    before: &Subscription,
    prorate: bool,
    invoice_now: bool,
    words: impl FnOnce(&mut Subscription),
) {
    let now = tx.now();
    let mut lines = before.pending_lines.clone();
    if prorate {
        let nothing = Subscription { items: Vec::new(), ..before.clone() };
        lines.extend(billing::changes(tx.state(), before, &nothing, now).prorated);
    }
    if invoice_now && !prorate {
        lines.extend(billing::outstanding(tx.state(), before, now));
    }
    let last = (invoice_now && !lines.is_empty())
        .then(|| billing::draft(tx, before, BillingReason::SubscriptionUpdate, std::mem::take(&mut lines)));
    tx.update_quietly::<Subscription>(&before.id, |subscription| {
        cancellation::at_once(subscription, now);
        words(subscription);
        subscription.pending_lines = lines;
        if let Some(invoice) = &last {
            subscription.latest_invoice = Some(invoice.id.clone());
        }
    });
    billing::end_subscription(tx, &before.id, None);
    if let Some(invoice) = last {
        billing::issue(tx, invoice, Drafted::Collect);
    }
}
