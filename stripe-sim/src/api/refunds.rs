//! Refunds of charges.

use super::values::read_metadata;
use crate::error::Error;
use crate::list::Page;
use crate::params::Params;
use crate::payments;
use crate::render::Render;
use crate::state::{AttemptStatus, ChargeAttempt, Dispute, PaymentIntent, Refund, RefundReason, State};
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let charge = params.text("charge")?;
    let intent = params.text("payment_intent")?;
    let amount = params.natural("amount")?;
    let reason: Option<RefundReason> = params.choice("reason")?;
    let metadata = read_metadata(&mut params)?;
    params.done()?;
    let charge = match (charge, intent) {
        (Some(charge), None) => tx.mentioned::<ChargeAttempt>(&charge, "charge")?.clone(),
        (None, Some(intent)) => {
            let latest = tx.mentioned::<PaymentIntent>(&intent, "payment_intent")?.latest_charge.clone();
            let none = || {
                Error::refused(format!("This PaymentIntent ({intent}) does not have a successful charge to refund."))
            };
            tx.get::<ChargeAttempt>(&latest.ok_or_else(none)?).ok_or_else(none)?.clone()
        }
        _ => return Err(Error::MissingParameter("charge".to_owned())),
    };
    let amount = amount.unwrap_or_else(|| charge.left());
    refundable(tx.state(), &charge, amount)?;
    let id = payments::refund(tx, &charge, amount, reason, metadata);
    Ok(tx.render::<Refund>(&id))
}

/// Whether so much can be given back.
pub(super) fn refundable(state: &State, charge: &ChargeAttempt, amount: i64) -> Result<(), Error> {
    let refused = |message: String, code| Err(Error::Refused { message, code: Some(code), param: None });
    if charge.status != AttemptStatus::Succeeded {
        return refused(format!("Charge {} is not paid and cannot be refunded.", charge.id), "charge_not_refundable");
    }
    if !state.disputes.with("charge", &charge.id).all(Dispute::is_charge_refundable) {
        let message = format!("Charge {} has been charged back; cannot issue a refund.", charge.id);
        return refused(message, "charge_disputed");
    }
    if charge.left() == 0 {
        return refused(format!("Charge {} has already been refunded.", charge.id), "charge_already_refunded");
    }
    if amount == 0 || amount > charge.left() {
        return Err(Error::refused_param(
            "amount",
            format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({})", charge.left()),
        ));
    }
    Ok(())
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<Refund>(id, "id")?.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let metadata = params.metadata()?;
    params.done()?;
    tx.addressed::<Refund>(id, "id")?;
    Ok(tx.update::<Refund>(id, |refund| {
        if let Some(change) = metadata {
            change.apply(&mut refund.metadata);
        }
    }))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let charge = params.text("charge")?;
    let intent = params.text("payment_intent")?;
    params.done()?;
    let of_charge = charge.as_deref().map(|charge| ("charge", charge));
    let of_intent = intent.as_deref().map(|intent| ("intent", intent));
    page.within::<Refund>(tx.state(), "/v1/refunds", of_charge.or(of_intent), |_| true)
}
