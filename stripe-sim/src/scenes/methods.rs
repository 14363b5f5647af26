//! Scenes of what customers pay with.

use super::cast::Part;
use super::life::Life;
use super::steps::renewed_by;
use crate::error::Error;
use crate::period::days;
use serde_json::json;

/// A debit for the first invoice, two days ago; banks take four.
pub(super) fn first_debit(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    life.until(life.now() - days(2));
    life.give_card("pm_sepa_debit")?;
    life.subscribe(&part.price, json!({})).map(|_| ())
}

/// Renewed two days ago, by a debit that is still under way.
pub(super) fn debit(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    renewed_by(life, part, "pm_us_bank_account", life.now() - days(2))
}

/// Renewed six days ago, by a debit that was refused two days ago.
pub(super) fn debit_failed(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    renewed_by(life, part, "pm_sepa_debit_fails", life.now() - days(6))
}

/// Of a kind, renewed.
pub(super) fn paying_with(life: &mut Life<'_, '_>, part: &Part, token: &str) -> Result<(), Error> {
    renewed_by(life, part, token, life.now() - part.length() / 4)
}

/// As accounts have it that are older than payment methods.
pub(super) fn source(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    let renewal = life.now() - part.length() / 4;
    life.until(part.begin_before(renewal));
    let path = format!("/v1/customers/{}/sources", life.customer());
    life.call("POST", &path, json!({ "source": "tok_visa" }))?;
    life.subscribe(&part.price, json!({})).map(|_| ())
}
