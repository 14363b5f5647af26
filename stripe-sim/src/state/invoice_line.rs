//! The lines of an invoice: what is charged or credited for which time, what is taken off it and what tax comes to it.

use super::{Price, State};
use crate::params::choice;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The lines of an invoice that a credit gives back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Credited {
    pub invoice: String,
    pub lines: Vec<String>,
}

choice!(TaxReason {
    CustomerExempt = "customer_exempt",
    NotAvailable = "not_available",
    NotCollecting = "not_collecting",
    ReverseCharge = "reverse_charge",
    StandardRated = "standard_rated",
});

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LineDiscount {
    pub discount: String,
    pub amount: i64,
    /// Of the item and not of the whole subscription.
    pub on_item: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LineTax {
    /// `None` where no tax is collected.
    pub rate: Option<String>,
    pub amount: i64,
    pub taxable: i64,
    /// Part of the price, and not added to it.
    pub inclusive: bool,
    pub reason: TaxReason,
}

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

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub id: String,
    /// Before discounts and tax.
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
    /// Of one that stands beside the subscription's items: the id it has as an invoice item.
    pub invoice_item: Option<String>,
    /// Its own, instead of the item's.
    pub tax_rates: Vec<String>,
    pub discounts: Vec<LineDiscount>,
    pub taxes: Vec<LineTax>,
}

impl Line {
    /// What discounts leave of it.
    pub fn net(&self) -> i64 {
        self.amount - self.discounts.iter().map(|discount| discount.amount).sum::<i64>()
    }

    /// What is to be paid for it.
    pub fn total(&self) -> i64 {
        self.net() + self.taxes.iter().filter(|tax| !tax.inclusive).map(|tax| tax.amount).sum::<i64>()
    }

    pub fn tax(&self) -> i64 {
        self.taxes.iter().map(|tax| tax.amount).sum()
    }

    /// Prorations have their discounts in their amounts.
    pub fn is_discountable(&self) -> bool {
        !self.proration
    }

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
