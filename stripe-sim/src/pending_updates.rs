//! Changes of a subscription that wait for their payment: made when it comes, dropped when it does not.

use crate::discounting;
use crate::state::{Invoice, Subscription};
use crate::tx::Tx;

/// Whether an invoice asks for a change that waits.
pub(crate) fn is_awaited(subscription: &Subscription, invoice: &str) -> bool {
    subscription.pending_update.as_ref().is_some_and(|pending| pending.invoice == invoice)
}

/// It has been paid for.
pub(crate) fn apply(tx: &mut Tx<'_>, id: &str) {
    let Some(pending) = tx.get::<Subscription>(id).and_then(|it| it.pending_update.clone()) else { return };
    let Some(before) = tx.get::<Subscription>(id).cloned() else { return };
    let mut after = Subscription {
        items: pending.items,
        billing_cycle_anchor: pending.billing_cycle_anchor,
        trial_end: pending.trial_end,
        pending_update: None,
        ..before.clone()
    };
    let lines = tx.get::<Invoice>(&pending.invoice).map_or(Vec::new(), |invoice| invoice.lines.clone());
    let reckoned = after.clone();
    discounting::spend(tx.state(), &mut after, &lines);
    discounting::settle(tx, Some(&before), &reckoned, &after);
    tx.update::<Subscription>(id, |subscription| *subscription = after);
    let now = tx.render::<Subscription>(id);
    tx.emit("customer.subscription.pending_update_applied".to_owned(), &now, None);
}

/// Nobody has paid for it in time, or something else has come: the invoice that asked for it, to be void.
pub(crate) fn drop(tx: &mut Tx<'_>, id: &str) -> Option<String> {
    let pending = tx.get::<Subscription>(id)?.pending_update.clone()?;
    tx.update::<Subscription>(id, |subscription| subscription.pending_update = None);
    let left = tx.render::<Subscription>(id);
    tx.emit("customer.subscription.pending_update_expired".to_owned(), &left, None);
    Some(pending.invoice)
}
