//! The lines of an invoice: what is charged or credited for which time.

use super::{Price, State};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The lines of an invoice that a credit gives back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Credited {
    pub invoice: String,
    pub lines: Vec<String>,
}

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
    pub credited: Option<Credited>,
    /// What one of them comes to, where that is not the price's own amount.
    pub unit_amount: Option<String>,
}

impl Line {
    pub fn render(&self, state: &State, currency: &str, invoice: &str, subscription: &str) -> Value {
        let price = state.get::<Price>(&self.price);
        // What waited for an invoice had an id of its own, which nothing else needs.
        let invoice_item = self.proration.then(|| self.id.replacen("il_", "ii_", 1));
        let credited = self.credited.as_ref();
        let credited = credited.map(|it| json!({ "invoice": it.invoice, "invoice_line_items": it.lines }));
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
                    "invoice_item": invoice_item,
                    "proration": self.proration,
                    "proration_details": { "credited_items": credited },
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
                "unit_amount_decimal": self.unit_amount.clone().or_else(|| price.and_then(Price::unit_amount_decimal)),
            },
            "quantity": self.quantity,
            "quantity_decimal": self.quantity.to_string(),
            "subscription": subscription,
            "subtotal": self.amount,
            "taxes": [],
        })
    }
}
