//! Credit notes and their lines as the API shows them.

use super::Render;
use super::list::whole_list;
use super::tax_rate::render_rates;
use crate::state::{CreditNote, CreditNoteLine, Invoice, LineTax, State};
use serde_json::{Value, json};

impl CreditNote {
    pub fn render_lines(&self, state: &State) -> Vec<Value> {
        let line = |line: &CreditNoteLine| {
            let rates: Vec<_> = line.taxes.iter().filter_map(|tax| tax.rate.clone()).collect();
            let mut rendered = json!({
                "id": line.id,
                "object": "credit_note_line_item",
                "amount": line.amount,
                "description": line.description,
                "discount_amount": 0,
                "discount_amounts": [],
                "livemode": false,
                "metadata": {},
                "pretax_credit_amounts": [],
                "quantity": line.quantity,
                "tax_rates": render_rates(state, &rates),
                "taxes": line.taxes.iter().map(LineTax::render).collect::<Vec<_>>(),
                "type": if line.invoice_line.is_some() { "invoice_line_item" } else { "custom_line_item" },
                "unit_amount": null,
                "unit_amount_decimal": null,
            });
            if let Some(of) = &line.invoice_line {
                rendered["invoice_line_item"] = json!(of);
            }
            rendered
        };
        self.lines.iter().map(line).collect()
    }
}

impl Render for CreditNote {
    fn render(&self, state: &State) -> Value {
        let kind = if self.pre_payment > 0 { "pre_payment" } else { "post_payment" };
        let pdf = state.get::<Invoice>(&self.invoice).map_or(String::new(), |invoice| invoice.pdf_url(state));
        let refund = |refund: &String| {
            json!({
                "amount_refunded": self.refunded,
                "payment_record_refund": null,
                "refund": refund,
                "type": "refund",
            })
        };
        json!({
            "id": self.id,
            "object": "credit_note",
            "amount": self.total(),
            "amount_shipping": 0,
            "created": self.created,
            "currency": self.currency,
            "customer": self.customer,
            "customer_account": null,
            "customer_balance_transaction": self.balance_transaction,
            "discount_amount": 0,
            "discount_amounts": [],
            "effective_at": self.created,
            "invoice": self.invoice,
            "lines": whole_list(self.render_lines(state), &format!("/v1/credit_notes/{}/lines", self.id)),
            "livemode": false,
            "memo": self.memo,
            "metadata": self.metadata,
            "number": self.number,
            "out_of_band_amount": (self.out_of_band > 0).then_some(self.out_of_band),
            "pdf": pdf,
            "post_payment_amount": self.post_payment(),
            "pre_payment_amount": self.pre_payment,
            "pretax_credit_amounts": [],
            "reason": self.reason,
            "refunds": self.refund.iter().map(refund).collect::<Vec<_>>(),
            "shipping_cost": null,
            "status": if self.voided_at.is_some() { "void" } else { "issued" },
            "subtotal": self.subtotal(),
            "subtotal_excluding_tax": self.subtotal() - self.tax(|tax| tax.inclusive),
            "total": self.total(),
            "total_excluding_tax": self.total() - self.tax(|_| true),
            "total_taxes":
                LineTax::summed(self.lines.iter().flat_map(|line| &line.taxes)).iter().map(LineTax::render).collect::<Vec<_>>(),
            "type": kind,
            "voided_at": self.voided_at,
        })
    }
}
