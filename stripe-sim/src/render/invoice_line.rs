//! The lines of an invoice, and their taxes, as the API shows them.

use crate::state::{Line, LineTax, Price, State};
use serde_json::{Value, json};

impl LineTax {
    pub fn render(&self) -> Value {
        json!({
            "amount": self.amount,
            "tax_behavior": if self.inclusive { "inclusive" } else { "exclusive" },
            "tax_rate_details": self.rate.as_ref().map(|rate| json!({ "tax_rate": rate })),
            "taxability_reason": self.reason,
            "taxable_amount": self.taxable,
            "type": "tax_rate_details",
        })
    }
}

impl Line {
    fn render_parent(&self, subscription: &str) -> Value {
        if let Some(item) = &self.invoice_item {
            return json!({
                "invoice_item_details": {
                    "invoice_item": item,
                    "proration": false,
                    "proration_details": null,
                    "subscription": subscription,
                },
                "subscription_item_details": null,
                "type": "invoice_item_details",
            });
        }
        // What waited for an invoice had an id of its own, which nothing else needs.
        let invoice_item = self.proration.then(|| self.id.replacen("il_", "ii_", 1));
        let credited = self.credited.as_ref();
        let credited = credited.map(|it| json!({ "invoice": it.invoice, "invoice_line_items": it.lines }));
        json!({
            "invoice_item_details": null,
            "subscription_item_details": {
                "invoice_item": invoice_item,
                "proration": self.proration,
                "proration_details": { "credited_items": credited },
                "subscription": subscription,
                "subscription_item": self.subscription_item,
            },
            "type": "subscription_item_details",
        })
    }

    pub fn render(&self, state: &State, currency: &str, invoice: &str, subscription: &str) -> Value {
        let price = state.get::<Price>(&self.price);
        let discounts = self.discounts.iter();
        let amounts = discounts.clone().map(|it| json!({ "amount": it.amount, "discount": it.discount }));
        let own: Vec<_> = discounts.filter(|it| it.on_item).map(|it| &it.discount).collect();
        json!({
            "id": self.id,
            "object": "line_item",
            "amount": self.amount,
            "currency": currency,
            "description": self.description,
            "discount_amounts": amounts.collect::<Vec<_>>(),
            "discountable": self.is_discountable(),
            "discounts": own,
            "invoice": invoice,
            "livemode": false,
            "metadata": {},
            "parent": self.render_parent(subscription),
            "period": { "end": self.period_end, "start": self.period_start },
            "pretax_credit_amounts": [],
            "pricing": {
                "price_details": { "price": self.price, "product": price.map(|price| &price.product) },
                "type": "price_details",
                "unit_amount_decimal":
                    self.unit_amount.clone().or_else(|| price.and_then(|price| price.unit_amount_in(currency))),
            },
            "quantity": self.quantity,
            "quantity_decimal": self.quantity.to_string(),
            "subscription": subscription,
            "subtotal": self.amount,
            "taxes": self.taxes.iter().map(LineTax::render).collect::<Vec<_>>(),
        })
    }
}
