//! Scenes of subscriptions that are paused, and of changes that wait for their payment.

use super::cast::Part;
use super::life::Life;
use super::steps::{FAILS_LATER, GOOD, HOUR, lately, renewal_fails, renewed};
use crate::error::Error;
use crate::period::days;
use crate::state::PauseReason;
use serde_json::json;

pub(super) fn requested(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    let subscription = renewed(life, part)?;
    lately(life, part);
    life.call("POST", &format!("/v1/subscriptions/{subscription}/pause"), json!({})).map(|_| ())
}

pub(super) fn by_stripe(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    let subscription = renewed(life, part)?;
    lately(life, part);
    life.pause(&subscription, PauseReason::System);
    Ok(())
}

/// The account's settings say that it pauses instead of ending.
pub(super) fn after_last_attempt(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    renewal_fails(life, part, life.now() - days(17))
}

pub(super) fn after_first_payment(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    renewal_fails(life, part, life.now() - days(2))
}

/// More of the same, an hour ago, and the card was declined.
pub(super) fn update_pending(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    let subscription = renewed(life, part)?;
    life.until(life.now() - HOUR);
    life.give_card(FAILS_LATER)?;
    let items = life.call("GET", "/v1/subscription_items", json!({ "subscription": subscription }))?;
    let change = json!({
        "items": [{ "id": items["data"][0]["id"], "quantity": 5 }],
        "payment_behavior": "pending_if_incomplete",
        "proration_behavior": "always_invoice",
    });
    life.change(&subscription, change)?;
    life.give_card(GOOD).map(|_| ())
}
