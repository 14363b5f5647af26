//! Scenes of what comes off a price and on top of it.

use super::cast::Part;
use super::life::{Life, id};
use super::steps::renewed_with;
use crate::error::Error;
use serde_json::json;

const HALF: &str = "scene-half-for-three-months";

/// Half of it off, since the beginning and for a while.
pub(super) fn discounted(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    if life.call("GET", &format!("/v1/coupons/{HALF}"), json!({})).is_err() {
        let coupon = json!({
            "id": HALF, "name": "Half off", "percent_off": 50, "duration": "repeating", "duration_in_months": 3,
        });
        life.call("POST", "/v1/coupons", coupon)?;
    }
    renewed_with(life, part, json!({ "discounts": [{ "coupon": HALF }] })).map(|_| ())
}

/// With value added tax on top.
pub(super) fn taxed(life: &mut Life<'_, '_>, part: &Part) -> Result<(), Error> {
    let rate = json!({ "display_name": "VAT", "percentage": 19, "inclusive": false, "country": "DE" });
    let rate = id(&life.call("POST", "/v1/tax_rates", rate)?);
    renewed_with(life, part, json!({ "default_tax_rates": [rate] })).map(|_| ())
}
