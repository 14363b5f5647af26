//! What happens in many scenes: a subscription that is paid for, renewed, or not renewed.

use super::cast::Part;
use super::life::Life;
use crate::error::Error;
use serde_json::{Value, json};

pub(super) const GOOD: &str = "pm_card_visa";
pub(super) const FAILS_LATER: &str = "pm_card_chargeCustomerFail";
pub(super) const HOUR: i64 = 60 * 60;

/// A subscription that is paid for from `begin` on: its id.
pub(super) fn paying(life: &mut Life<'_, '_>, part: &Part, begin: i64, more: Value) -> Result<String, Error> {
    life.until(begin);
    life.give_card(GOOD)?;
    life.subscribe(&part.price, more)
}

/// In the first quarter of its second period: its id.
pub(super) fn renewed(life: &mut Life<'_, '_>, part: &Part) -> Result<String, Error> {
    renewed_with(life, part, json!({}))
}

/// As [`renewed`], made with these parameters.
pub(super) fn renewed_with(life: &mut Life<'_, '_>, part: &Part, more: Value) -> Result<String, Error> {
    let renewal = life.now() - part.length() / 4;
    let subscription = paying(life, part, part.begin_before(renewal), more)?;
    life.until(renewal);
    Ok(subscription)
}

/// Paid for with a card, and renewed at a time with something else.
pub(super) fn renewed_by(life: &mut Life<'_, '_>, part: &Part, token: &str, renewal: i64) -> Result<(), Error> {
    let begin = part.begin_before(renewal);
    paying(life, part, begin, json!({}))?;
    life.until(begin + (renewal - begin) / 2);
    life.give_card(token)?;
    life.until(renewal);
    Ok(())
}

/// A moment between the latest renewal and now.
pub(super) fn lately(life: &mut Life<'_, '_>, part: &Part) {
    life.until(life.now() - part.length() / 8);
}

pub(super) fn renewal_fails(life: &mut Life<'_, '_>, part: &Part, renewal: i64) -> Result<(), Error> {
    let begin = part.begin_before(renewal);
    paying(life, part, begin, json!({}))?;
    life.until(begin + (renewal - begin) / 2);
    life.give_card(FAILS_LATER).map(|_| ())
}
