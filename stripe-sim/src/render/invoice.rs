//! Invoices as the API shows them, and the links to their pages.

use super::Render;
use super::list::whole_list;
use super::tax_id::render_ids_of;
use super::tax_rate::render_rates;
use crate::state::{BillingReason, Customer, Invoice, Line, LineTax, State, Subscription};
use crate::unkind::Link;
use serde_json::{Value, json};

impl Invoice {
    pub fn hosted_url(&self, state: &State) -> String {
        let link = match &state.unkind.invoice_links {
            None => self.secret.clone(),
            Some(links) => Link::write(&self.secret, state.now() + i64::from(links.expire_after), state.asked),
        };
        format!("{}i/{link}", self.base_url)
    }

    pub fn pdf_url(&self, state: &State) -> String {
        format!("{}/pdf", self.hosted_url(state))
    }

    fn render_discount_amounts(&self) -> Vec<Value> {
        let sums = self.discount_amounts().into_iter();
        sums.map(|(discount, amount)| json!({ "amount": amount, "discount": discount })).collect()
    }

    /// The first lines of it, as they come within the invoice.
    pub fn render_lines(&self, state: &State) -> Vec<Value> {
        let line = |line: &Line| line.render(state, &self.currency, &self.id, &self.subscription);
        self.lines.iter().map(line).collect()
    }
}

impl Render for Invoice {
    fn render(&self, state: &State) -> Value {
        let customer = state.get::<Customer>(&self.customer);
        let metadata = state.get::<Subscription>(&self.subscription).map(|subscription| &subscription.metadata);
        let (due, paid, total) = (self.amount_due(), self.amount_paid(), self.total());
        let mut invoice = json!({
            "id": self.id,
            "object": "invoice",
            "account_country": "US",
            "account_name": "Simulated account",
            "account_tax_ids": null,
            "amount_due": due,
            "amount_overpaid": 0,
            "amount_paid": paid,
            "amount_remaining": due - paid,
            "amount_shipping": 0,
            "application": null,
            "attempt_count": self.attempt_count,
            "attempted": self.attempted,
            "auto_advance": self.next_payment_attempt().is_some() || self.awaits_authentication(),
            "automatic_tax": self.automatic_tax.render_on_invoice(),
            "automatically_finalizes_at": null,
            "billing_reason": self.billing_reason,
            "collection_method": self.collection_method,
            "created": self.created,
            "currency": self.currency,
            "custom_fields": null,
            "customer": self.customer,
            "customer_account": null,
            "customer_address": customer.map(|customer| &customer.address),
            "customer_email": customer.map(|customer| &customer.email),
            "customer_name": customer.map(|customer| &customer.name),
            "customer_phone": customer.map(|customer| &customer.phone),
            "customer_shipping": customer.map(|customer| &customer.shipping),
            "customer_tax_exempt": customer.map(|customer| customer.tax_exempt),
            "customer_tax_ids": render_ids_of(state, &self.customer),
            "default_payment_method": null,
            "default_source": null,
            "default_tax_rates": render_rates(state, &self.default_tax_rates),
            "description": null,
            "discounts": self.discounts,
            "due_date": self.due_date,
            "effective_at": self.finalized_at,
            "ending_balance": self.is_final().then(|| self.ending_balance()),
            "footer": null,
            "from_invoice": null,
            "hosted_invoice_url": self.is_final().then(|| self.hosted_url(state)),
            "invoice_pdf": self.is_final().then(|| self.pdf_url(state)),
            "issuer": { "type": "self" },
            "last_finalization_error": null,
            "latest_revision": null,
            "livemode": false,
            "metadata": {},
            "next_payment_attempt": self.next_payment_attempt(),
            "number": self.number,
            "on_behalf_of": null,
            "parent": {
                "quote_details": null,
                "subscription_details": { "metadata": metadata, "subscription": self.subscription },
                "type": "subscription_details",
            },
            "payment_settings": {
                "default_mandate": null, "payment_method_options": null, "payment_method_types": null,
            },
            "period_end": self.period_end,
            "period_start": self.period_start,
            "post_payment_credit_notes_amount": self.post_payment_credit_notes,
            "pre_payment_credit_notes_amount": self.pre_payment_credit_notes,
            "receipt_number": null,
            "rendering": null,
            "shipping_cost": null,
            "shipping_details": null,
            "starting_balance": self.starting_balance,
            "statement_descriptor": null,
            "status": self.status,
            "status_transitions": {
                "finalized_at": self.finalized_at,
                "marked_uncollectible_at": self.marked_uncollectible_at,
                "paid_at": self.paid_at,
                "voided_at": self.voided_at,
            },
            "subtotal": self.subtotal(),
            "subtotal_excluding_tax": self.subtotal_excluding_tax(),
            "test_clock": null,
            "total": total,
            "total_discount_amounts": self.render_discount_amounts(),
            "total_excluding_tax": self.total_excluding_tax(),
            "total_pretax_credit_amounts": [],
            "total_taxes": self.taxes().iter().map(LineTax::render).collect::<Vec<_>>(),
            "webhooks_delivered_at": (self.billing_reason != BillingReason::Upcoming).then_some(self.created),
        });
        invoice["lines"] = whole_list(self.render_lines(state), &format!("/v1/invoices/{}/lines", self.id));
        invoice
    }
}
