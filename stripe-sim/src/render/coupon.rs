//! Coupons as the API shows them.

use super::Render;
use crate::state::{Coupon, Off, State};
use serde_json::{Value, json};

impl Render for Coupon {
    fn render(&self, state: &State) -> Value {
        let (percent, amount, currency) = match &self.off {
            Off::Percent(percent) => (Some(percent.render()), None, None),
            Off::Amount { amount, currency, .. } => (None, Some(amount), Some(currency)),
        };
        json!({
            "id": self.id,
            "object": "coupon",
            "amount_off": amount,
            "created": self.created,
            "currency": currency,
            "duration": self.duration,
            "duration_in_months": self.duration_in_months,
            "livemode": false,
            "max_redemptions": self.max_redemptions,
            "metadata": self.metadata,
            "name": self.name,
            "percent_off": percent,
            "redeem_by": self.redeem_by,
            "times_redeemed": self.times_redeemed,
            "valid": self.is_valid(state.now()),
        })
    }
}
