//! The lines of an invoice: what is charged or credited for which time.

use super::{Price, State};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub id: String,
    pub amount: i64,
    pub description: String,
    pub period_start: i64,
    pub period_end: i64,
    pub price: String,
    pub quantity: i64,
    pub subscription_item: String,
    /// For a part of a period, because something changed in the middle of it.
    pub proration: bool,
}

impl Line {
    pub fn render(&self, state: &State, currency: &str, invoice: &str, subscription: &str) -> Value {
        let price = state.get::<Price>(&self.price);
        json!({
            "id": self.id,
            "object": "line_item",
            "amount": self.amount,
            "currency": currency,
            "description": self.description,
            "discount_amounts": [],
            "discountable": !self.proration,
            "discounts": [],
            "invoice": invoice,
            "livemode": false,
            "metadata": {},
            "parent": {
                "invoice_item_details": null,
                "subscription_item_details": {
                    "invoice_item": null,
                    "proration": self.proration,
                    "proration_details": { "credited_items": null },
                    "subscription": subscription,
                    "subscription_item": self.subscription_item,
                },
                "type": "subscription_item_details",
            },
            "period": { "end": self.period_end, "start": self.period_start },
            "pretax_credit_amounts": [],
            "pricing": {
                "price_details": { "price": self.price, "product": price.map(|price| &price.product) },
                "type": "price_details",
                "unit_amount_decimal": price.and_then(Price::unit_amount_decimal),
            },
            "quantity": self.quantity,
            "quantity_decimal": self.quantity.to_string(),
            "subscription": subscription,
            "subtotal": self.amount,
            "taxes": [],
        })
    }
}
