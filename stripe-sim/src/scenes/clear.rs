//! The stage as it is before a scene: the customer, and nothing of what they had.

use super::life::call;
use crate::billing;
use crate::checkout;
use crate::error::Error;
use crate::state::{
    BalanceTransaction, ChargeAttempt, CheckoutStatus, CreditNote, Customer, Discount, Dispute, Invoice,
    InvoicePayment, MeterEvent, PaymentIntent, PaymentMethod, Refund, Schedule, Subscription,
};
use crate::tx::Tx;
use serde_json::json;

/// What still runs is ended first, so that whoever listens hears of it; then it is forgotten altogether, or the
/// customer would have the history of every scene before.
pub(super) fn clear(tx: &mut Tx<'_>, customer: &str) -> Result<(), Error> {
    for id in billing::running_of(tx.state(), customer) {
        call(tx, "DELETE", &format!("/v1/subscriptions/{id}"), json!({}))?;
    }
    let planned = tx.state().subscription_schedules.with("customer", customer);
    for id in planned.filter(|it| it.is_running()).map(|it: &Schedule| it.id.clone()).collect::<Vec<_>>() {
        call(tx, "POST", &format!("/v1/subscription_schedules/{id}/cancel"), json!({}))?;
    }
    let owed = tx.state().invoices.with("customer", customer).filter(|invoice| invoice.is_owed());
    for id in owed.map(|invoice| invoice.id.clone()).collect::<Vec<_>>() {
        billing::void(tx, &id);
    }
    let cards = tx.state().payment_methods.with("customer", customer);
    for id in cards.map(|card: &PaymentMethod| card.id.clone()).collect::<Vec<_>>() {
        match id.starts_with("pm_") {
            true => call(tx, "POST", &format!("/v1/payment_methods/{id}/detach"), json!({}))?,
            false => call(tx, "DELETE", &format!("/v1/customers/{customer}/sources/{id}"), json!({}))?,
        };
    }
    let sessions = tx.state().checkout_sessions.with("customer", customer);
    let open = sessions.filter(|session| session.status == CheckoutStatus::Open);
    for id in open.map(|session| session.id.clone()).collect::<Vec<_>>() {
        checkout::expire(tx, &id);
    }
    tx.forget::<Subscription>("customer", customer);
    tx.forget::<Schedule>("customer", customer);
    tx.forget::<Invoice>("customer", customer);
    tx.forget::<Discount>("customer", customer);
    tx.forget::<MeterEvent>("customer", customer);
    tx.forget::<BalanceTransaction>("customer", customer);
    tx.forget::<ChargeAttempt>("customer", customer);
    tx.forget::<CreditNote>("customer", customer);
    tx.forget::<Dispute>("customer", customer);
    tx.forget::<InvoicePayment>("customer", customer);
    tx.forget::<PaymentIntent>("customer", customer);
    tx.forget::<Refund>("customer", customer);
    tx.update::<Customer>(customer, |customer| {
        customer.balance = 0;
        customer.currency = None;
    });
    Ok(())
}
