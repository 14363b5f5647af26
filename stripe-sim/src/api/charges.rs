//! Charges, payment intents and invoice payments, to be looked at: invoices make them.

use crate::error::Error;
use crate::list::Page;
use crate::params::Params;
use crate::render::Render;
use crate::state::{ChargeAttempt, Customer, InvoicePayment, PaymentIntent};
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn retrieve_charge(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<ChargeAttempt>(id, "id")?.render(tx.state()))
}

pub(crate) fn list_charges(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let customer = params.text("customer")?;
    let intent = params.text("payment_intent")?;
    params.done()?;
    check_customer(tx, customer.as_deref())?;
    let of_customer = customer.as_deref().map(|customer| ("customer", customer));
    let of_intent = intent.as_deref().map(|intent| ("intent", intent));
    page.within::<ChargeAttempt>(tx.state(), "/v1/charges", of_intent.or(of_customer), |charge| {
        customer.as_ref().is_none_or(|customer| charge.customer == *customer)
    })
}

pub(crate) fn retrieve_intent(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<PaymentIntent>(id, "intent")?.render(tx.state()))
}

pub(crate) fn list_intents(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let customer = params.text("customer")?;
    params.done()?;
    check_customer(tx, customer.as_deref())?;
    let narrow = customer.as_deref().map(|customer| ("customer", customer));
    page.within::<PaymentIntent>(tx.state(), "/v1/payment_intents", narrow, |_| true)
}

fn check_customer(tx: &Tx<'_>, customer: Option<&str>) -> Result<(), Error> {
    customer.map_or(Ok(()), |customer| tx.mentioned::<Customer>(customer, "customer").map(|_| ()))
}

pub(crate) fn retrieve_payment(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<InvoicePayment>(id, "invoice_payment")?.render(tx.state()))
}

pub(crate) fn list_payments(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let invoice = params.text("invoice")?;
    let status = params.text("status")?;
    let intent = params.hash("payment", |hash| {
        hash.text("type")?;
        hash.text("payment_intent")
    })?;
    params.done()?;
    let intent = intent.flatten();
    let of_invoice = invoice.as_deref().map(|invoice| ("invoice", invoice));
    let of_intent = intent.as_deref().map(|intent| ("intent", intent));
    let state = tx.state();
    page.within::<InvoicePayment>(state, "/v1/invoice_payments", of_intent.or(of_invoice), |payment| {
        status.as_ref().is_none_or(|status| payment.status(state) == status)
            && invoice.as_ref().is_none_or(|invoice| payment.invoice == *invoice)
    })
}
