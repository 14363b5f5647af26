//! A subscription that is paused, and goes on again.

use crate::billing::{self, Drafted};
use crate::params::choice;
use crate::paused;
use crate::state::{BillingReason, Line, PauseReason, Subscription};
use crate::tx::Tx;

// From when on time that was paid for and will not be used is given back.
choice!(UnusedFrom { PeriodStart = "item_current_period_start", Nothing = "none", Now = "now" });
choice!(Invoicing { Invoice = "invoice", Pending = "pending_invoice_item" });

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
    // Before the pause begins: what is paid while it lasts ends it.
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
