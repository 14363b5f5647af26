//! What a purchase comes to: reckoned as the first invoice of the subscription that it begins will be.

use super::complete::subscription;
use crate::billing;
use crate::state::{Amounts, CheckoutSession, Customer, Line};
use crate::tx::Tx;

/// Writes down what is to be paid. The place of a customer nobody knows yet is not known either.
pub(crate) fn reckon(tx: &Tx<'_>, session: &mut CheckoutSession) {
    if session.subscription_data.has_trial() {
        return;
    }
    let customer = session.customer.clone().unwrap_or_default();
    let first = subscription(tx, session, &customer, None);
    let lines = billing::whole_periods(tx.state(), &first, |_| true);
    // What is typed counts where it becomes the customer's.
    let place = session.address.clone().filter(|_| session.options.updates_address || !is_located(tx, session));
    let lines = billing::reckoned_at(tx.state(), &first, lines, tx.now(), place);
    let amounts = |line: &Line| Amounts {
        subtotal: line.amount,
        discount: line.amount - line.net(),
        tax: line.tax(),
        total: line.total(),
    };
    for line in &mut session.lines {
        line.amounts = lines.iter().find(|it| it.price == line.price).map(amounts).unwrap_or_default();
    }
}

/// Whether the customer's place is known without asking.
pub(super) fn is_located(tx: &Tx<'_>, session: &CheckoutSession) -> bool {
    session.customer.as_ref().and_then(|id| tx.get::<Customer>(id)).is_some_and(billing::is_located)
}
