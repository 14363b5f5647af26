//! A subscription that is paused, and goes on again.

use crate::billing::{self, Drafted};
use crate::params::choice;
use crate::paused;
use crate::period;
use crate::state::{
    BillingReason, INCOMPLETE_FOR, Invoice, Line, PauseReason, Paused, ProrationBehavior, Resumption, Subscription,
};
use crate::tx::Tx;

// From when on time that was paid for and will not be used is given back.
choice!(UnusedFrom { PeriodStart = "item_current_period_start", Nothing = "none", Now = "now" });
choice!(Invoicing { Invoice = "invoice", Pending = "pending_invoice_item" });
choice!(ResumeOn { Attempt = "resume_on_payment_attempt", Success = "resume_on_payment_success" });

/// What is given back when a subscription is paused now.
fn unused(tx: &Tx<'_>, subscription: &Subscription, from: UnusedFrom) -> Vec<Line> {
    let nothing = Subscription { items: Vec::new(), ..subscription.clone() };
    match from {
        UnusedFrom::Nothing => billing::outstanding(tx.state(), subscription, tx.now()),
        UnusedFrom::Now => billing::changes(tx.state(), subscription, &nothing, tx.now()).prorated,
        UnusedFrom::PeriodStart => {
            let starts = subscription.items.iter().map(|item| item.current_period_start);
            let start = starts.max().unwrap_or_else(|| tx.now());
            billing::changes(tx.state(), subscription, &nothing, start).prorated
        }
    }
}

/// As its owner asks, for ever or until a time.
pub(crate) fn pause(
    tx: &mut Tx<'_>,
    before: &Subscription,
    from: UnusedFrom,
    invoicing: Invoicing,
    resumes_at: Option<i64>,
) {
    let mut lines = unused(tx, before, from);
    let settled = from != UnusedFrom::Nothing;
    let mut invoice = None;
    let mut pending = before.pending_lines.clone();
    if invoicing == Invoicing::Invoice && !lines.is_empty() {
        pending.append(&mut lines);
        invoice = Some(billing::draft(tx, before, BillingReason::SubscriptionUpdate, std::mem::take(&mut pending)));
    }
    pending.append(&mut lines);
    let now = tx.now();
    tx.update_quietly::<Subscription>(&before.id, |subscription| {
        subscription.pending_lines = pending;
        for item in &mut subscription.items {
            item.usage_billed_until = now + 1;
        }
        if let Some(invoice) = &invoice {
            subscription.latest_invoice = Some(invoice.id.clone());
        }
    });
    if let Some(invoice) = invoice {
        billing::issue(tx, invoice, Drafted::Collect);
    }
    paused::begin(tx, &before.id, PauseReason::PauseRequested, settled);
    tx.update_quietly::<Subscription>(&before.id, |subscription| {
        if let Some(paused) = &mut subscription.paused {
            paused.resumes_at = resumes_at;
        }
    });
}

/// Goes on from now, with the anchor it had (`keeps_anchor`) or with a new one; where that asks for money, not before
/// its payment is attempted or succeeds.
pub(crate) fn resume(
    tx: &mut Tx<'_>,
    before: &Subscription,
    keeps_anchor: bool,
    proration: ProrationBehavior,
    on: ResumeOn,
) {
    let now = tx.now();
    // A resumption that was not paid for makes way.
    if let Some(Paused { resumes_on: Some(invoice), resumption: Some(_), .. }) = &before.paused {
        billing::void(tx, invoice);
    }
    let mut after = before.clone();
    let is_settled = before.paused.as_ref().is_none_or(|paused| paused.is_settled);
    let lines = if keeps_anchor {
        let paid: Vec<_> = before.items.iter().filter(|item| now < item.current_period_end && !is_settled).collect();
        let unpaid = |id: &str| paid.iter().all(|item| item.id != id);
        after.items = period::next_periods(tx.state(), &after, now);
        let rest = billing::remaining(tx.state(), &after, now, |item| unpaid(&item.id));
        match proration {
            ProrationBehavior::None => Vec::new(),
            ProrationBehavior::AlwaysInvoice => rest,
            ProrationBehavior::CreateProrations
                if before.trial_end.is_some_and(|end| Some(end) == first_end(before)) =>
            {
                rest
            }
            ProrationBehavior::CreateProrations => {
                after.pending_lines.extend(rest);
                Vec::new()
            }
        }
    } else {
        after.billing_cycle_anchor = now;
        for item in &mut after.items {
            // What was left of a period ended with the pause.
            item.current_period_end = item.current_period_end.min(now);
        }
        after.items = period::next_periods(tx.state(), &after, now);
        billing::whole_periods(tx.state(), &after, |_| true)
    };
    if lines.is_empty() {
        tx.update_quietly::<Subscription>(&before.id, |old| *old = after);
        paused::end(tx, &before.id);
        return;
    }
    let mut asked = std::mem::take(&mut after.pending_lines);
    asked.extend(lines);
    let invoice = billing::drafted(tx, before, &mut after, BillingReason::SubscriptionUpdate, asked);
    let id = invoice.id.clone();
    let then = Drafted::of(&after);
    if then != Drafted::Collect {
        // While collection is paused nobody is asked to pay.
        tx.update_quietly::<Subscription>(&before.id, |old| *old = after);
        paused::end(tx, &before.id);
        billing::issue(tx, invoice, then);
        return;
    }
    let (then, resumption) = match on {
        ResumeOn::Attempt => (Drafted::Await, Resumption::OnAttempt { until: now + INCOMPLETE_FOR }),
        ResumeOn::Success => (Drafted::Collect, Resumption::OnSuccess),
    };
    if let Some(paused) = &mut after.paused {
        paused.resumes_at = None;
        paused.resumes_on = Some(id.clone());
        paused.resumption = Some(resumption);
    }
    tx.update::<Subscription>(&before.id, |old| *old = after);
    billing::issue(tx, invoice, then);
    if tx.get::<Invoice>(&id).is_some_and(|invoice| invoice.is_owed() && invoice.amount_due() == 0) {
        // What asks for nothing is paid without an attempt.
        let _ = billing::collect(tx, &id, None, false);
    }
}

fn first_end(subscription: &Subscription) -> Option<i64> {
    subscription.items.iter().map(|item| item.current_period_end).min()
}
