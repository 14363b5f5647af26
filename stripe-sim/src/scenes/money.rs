//! Scenes of money that was given back, credited or fought over.

use super::cast::Part;
use super::life::{Life, id};
use super::steps::{lately, renewed};
use crate::error::Error;
use serde_json::{Value, json};

/// The latest invoice of a subscription that was renewed.
fn paid(life: &mut Life<'_, '_>, part: &Part) -> Result<Value, Error> {
    let subscription = renewed(life, part)?;
    lately(life, part);
    let invoices = life.call("GET", "/v1/invoices", json!({ "subscription": subscription, "limit": 1 }))?;
    Ok(invoices["data"][0].clone())
}

pub(super) fn refunded(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    let invoice = paid(life, part)?;
    let payments = life.call("GET", "/v1/invoice_payments", json!({ "invoice": invoice["id"] }))?;
    let intent = &payments["data"][0]["payment"]["payment_intent"];
    let refund = json!({ "payment_intent": intent, "reason": "requested_by_customer" });
    life.call("POST", "/v1/refunds", refund).map(|_| ())
}

/// Half of it back by a credit note, the other half as credit for later.
pub(super) fn credited(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    let invoice = paid(life, part)?;
    let amount = invoice["total"].as_i64().unwrap_or(0);
    let note = json!({
        "invoice": id(&invoice),
        "amount": amount,
        "refund_amount": amount / 2,
        "credit_amount": amount - amount / 2,
        "reason": "order_change",
    });
    life.call("POST", "/v1/credit_notes", note).map(|_| ())
}

/// The second payment was taken back by the bank.
pub(super) fn disputed(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    let renewal = life.now() - part.length() / 4;
    super::steps::paying(life, part, part.begin_before(renewal), json!({}))?;
    life.until(renewal - part.length() / 8);
    life.give_card("pm_card_createDispute")?;
    life.until(renewal);
    Ok(())
}

/// Credit that pays for the next invoices.
pub(super) fn in_credit(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    renewed(life, part)?;
    lately(life, part);
    let path = format!("/v1/customers/{}", life.customer());
    life.call("POST", &path, json!({ "balance": -500 })).map(|_| ())
}
