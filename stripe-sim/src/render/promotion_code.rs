//! Promotion codes as the API shows them.

use super::Render;
use crate::state::{PromotionCode, State};
use serde_json::{Value, json};

impl Render for PromotionCode {
    fn render(&self, state: &State) -> Value {
        let minimum = self.minimum.as_ref();
        json!({
            "id": self.id,
            "object": "promotion_code",
            "active": self.is_valid(state),
            "code": self.code,
            "created": self.created,
            "customer": self.customer,
            "customer_account": null,
            "expires_at": self.expires_at,
            "livemode": false,
            "max_redemptions": self.max_redemptions,
            "metadata": self.metadata,
            "promotion": { "coupon": self.coupon, "type": "coupon" },
            "restrictions": {
                "first_time_transaction": self.first_time_transaction,
                "minimum_amount": minimum.map(|(amount, _)| amount),
                "minimum_amount_currency": minimum.map(|(_, currency)| currency),
            },
            "times_redeemed": self.times_redeemed,
        })
    }
}
