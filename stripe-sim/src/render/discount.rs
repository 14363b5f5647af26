//! Discounts as the API shows them.

use super::Render;
use crate::state::{Discount, State};
use serde_json::{Value, json};

impl Render for Discount {
    fn render(&self, _: &State) -> Value {
        let mut discount = json!({
            "id": self.id,
            "object": "discount",
            "checkout_session": self.checkout_session,
            "customer": self.customer,
            "customer_account": null,
            "invoice": null,
            "invoice_item": null,
            "promotion_code": self.promotion_code,
            "source": { "coupon": self.coupon, "type": "coupon" },
            "start": self.start,
            "subscription": self.subscription,
            "subscription_item": self.subscription_item,
        });
        match self.is_over {
            true => discount["deleted"] = json!(true),
            false => discount["end"] = json!(self.end),
        }
        discount
    }
}
