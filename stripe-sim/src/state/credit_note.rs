//! Credit notes: what is taken back of a final invoice, before it is paid or after.

use super::table::Key;
use super::{Invoice, Kind, LineTax, State, Table, render_rates};
use crate::list::whole_list;
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

choice!(CreditNoteReason {
    Duplicate = "duplicate",
    Fraudulent = "fraudulent",
    OrderChange = "order_change",
    ProductUnsatisfactory = "product_unsatisfactory",
});

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CreditNoteLine {
    pub id: String,
    /// Without the tax that is added to it.
    pub amount: i64,
    pub taxes: Vec<LineTax>,
    pub description: Option<String>,
    /// `None` for a line of its own.
    pub invoice_line: Option<String>,
    pub quantity: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CreditNote {
    pub id: String,
    pub created: i64,
    pub customer: String,
    pub invoice: String,
    pub currency: String,
    pub number: String,
    pub lines: Vec<CreditNoteLine>,
    /// What of it came before the payment, and is not owed any more.
    pub pre_payment: i64,
    /// What of it came after: refunded, credited to the balance, or given back elsewhere.
    pub refunded: i64,
    pub credited: i64,
    pub out_of_band: i64,
    pub refund: Option<String>,
    pub balance_transaction: Option<String>,
    pub memo: Option<String>,
    pub reason: Option<CreditNoteReason>,
    pub voided_at: Option<i64>,
    pub metadata: Metadata,
}

impl CreditNote {
    pub fn subtotal(&self) -> i64 {
        self.lines.iter().map(|line| line.amount).sum()
    }

    pub fn total(&self) -> i64 {
        self.subtotal() + self.tax(|tax| !tax.inclusive)
    }

    /// The sum of some of its taxes.
    fn tax(&self, which: impl Fn(&LineTax) -> bool) -> i64 {
        let taxes = self.lines.iter().flat_map(|line| &line.taxes);
        taxes.filter(|tax| which(tax)).map(|tax| tax.amount).sum()
    }

    pub fn post_payment(&self) -> i64 {
        self.refunded + self.credited + self.out_of_band
    }

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

impl Kind for CreditNote {
    const NOUN: &'static str = "credit note";
    const EVENTS: &'static str = "credit_note";

    fn table(state: &State) -> &Table<Self> {
        &state.credit_notes
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.credit_notes
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone()), ("invoice", self.invoice.clone())]
    }

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
