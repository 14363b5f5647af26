//! Scenes of schedules: an end, an item more, a beginning that is still to come.

use super::cast::Part;
use super::life::{Life, id};
use super::steps::{GOOD, lately, renewed};
use crate::error::Error;
use serde_json::{Value, json};

/// The schedule of a subscription that runs, and its present phase as it can be sent back.
fn planned(life: &mut Life<'_, '_>, part: &Part) -> Result<(String, Value), Error> {
    let subscription = renewed(life, part)?;
    lately(life, part);
    let made = life.call("POST", "/v1/subscription_schedules", json!({ "from_subscription": subscription }))?;
    let current = &made["phases"][0];
    let kept = json!({
        "start_date": current["start_date"],
        "end_date": current["end_date"],
        "items": [{ "price": current["items"][0]["price"] }],
    });
    Ok((format!("/v1/subscription_schedules/{}", id(&made)), kept))
}

/// One phase, and then the end.
pub(super) fn ends(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    let (path, kept) = planned(life, part)?;
    life.call("POST", &path, json!({ "end_behavior": "cancel", "phases": [kept] })).map(|_| ())
}

/// From the next period on another item beside the first.
pub(super) fn adds_item(life: &mut Life<'_, '_>, part: &Part, other: &str) -> Result<(), Error> {
    let (path, kept) = planned(life, part)?;
    let both = json!([{ "price": part.price }, { "price": other }]);
    life.call("POST", &path, json!({ "phases": [kept, { "items": both }] })).map(|_| ())
}

pub(super) fn begins_later(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    life.give_card(GOOD)?;
    let schedule = json!({
        "customer": life.customer(),
        "start_date": life.now() + part.length() / 4,
        "phases": [{ "items": [{ "price": part.price }] }],
    });
    life.call("POST", "/v1/subscription_schedules", schedule).map(|_| ())
}
