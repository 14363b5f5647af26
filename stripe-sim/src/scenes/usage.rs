//! A scene of what is paid for by use.

use super::cast::Part;
use super::life::{Life, id};
use super::steps::{lately, renewed_with};
use crate::error::Error;
use serde_json::{Value, json};

/// The meter's event, and the beginning of the prices' lookup keys.
const CALLS: &str = "scene_calls";

/// A price by use beside the first, of which some was used in the present period.
pub(super) fn metered(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    let by_use = by_use(life, part)?;
    renewed_with(life, part, json!({ "items": [{ "price": part.price }, { "price": by_use }] }))?;
    lately(life, part);
    let payload = json!({ "stripe_customer_id": life.customer(), "value": "120" });
    life.call("POST", "/v1/billing/meter_events", json!({ "event_name": CALLS, "payload": payload })).map(|_| ())
}

/// A price of the same rhythm and currency. Its product is not for sale otherwise.
fn by_use(life: &mut Life<'_, '_>, part: &Part) -> Result<String, Error> {
    let beside = life.call("GET", &format!("/v1/prices/{}", part.price), json!({}))?;
    let rhythm = &beside["recurring"];
    let mut words =
        [&rhythm["interval"], &beside["currency"]].into_iter().filter_map(Value::as_str).collect::<Vec<_>>();
    let every = part.every.to_string();
    words.extend([every.as_str(), CALLS]);
    let key = words.join("-");
    let there = life.call("GET", "/v1/prices", json!({ "lookup_keys": [key] }))?;
    if let Some(price) = there["data"].get(0) {
        return Ok(id(price));
    }
    let price = json!({
        "currency": beside["currency"],
        "lookup_key": key,
        "product_data": { "name": "Calls" },
        "recurring": {
            "interval": rhythm["interval"],
            "interval_count": part.every,
            "meter": meter(life)?,
            "usage_type": "metered",
        },
        "unit_amount_decimal": "2.5",
    });
    let made = life.call("POST", "/v1/prices", price)?;
    let product = format!("/v1/products/{}", made["product"].as_str().unwrap_or_default());
    life.call("POST", &product, json!({ "active": false }))?;
    Ok(id(&made))
}

fn meter(life: &mut Life<'_, '_>) -> Result<String, Error> {
    let active = life.call("GET", "/v1/billing/meters", json!({ "status": "active", "limit": 100 }))?;
    let there = active["data"].as_array().and_then(|meters| meters.iter().find(|meter| meter["event_name"] == CALLS));
    if let Some(meter) = there {
        return Ok(id(meter));
    }
    let meter = json!({ "default_aggregation": { "formula": "sum" }, "display_name": "Calls", "event_name": CALLS });
    Ok(id(&life.call("POST", "/v1/billing/meters", meter)?))
}
