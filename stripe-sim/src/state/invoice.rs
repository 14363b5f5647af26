//! Invoices: what a subscription asks its customer to pay, and how far that has come.

use super::table::Key;
use super::{
    AutomaticTax, CollectionMethod, Customer, Kind, Line, LineTax, State, Subscription, Table, render_ids_of,
    render_rates,
};
use crate::list::whole_list;
use crate::params::choice;
use crate::unkind::Link;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

choice!(InvoiceStatus {
    Draft = "draft",
    Open = "open",
    Paid = "paid",
    Uncollectible = "uncollectible",
    Void = "void",
});
choice!(BillingReason {
    SubscriptionCreate = "subscription_create",
    SubscriptionCycle = "subscription_cycle",
    SubscriptionUpdate = "subscription_update",
    Upcoming = "upcoming",
});

/// How a payment under way will end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Processing {
    pub payment_method: String,
    pub succeeds: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Invoice {
    pub id: String,
    pub created: i64,
    pub customer: String,
    pub subscription: String,
    pub status: InvoiceStatus,
    pub billing_reason: BillingReason,
    pub collection_method: CollectionMethod,
    pub currency: String,
    pub lines: Vec<Line>,
    /// Those of the whole subscription.
    pub discounts: Vec<String>,
    pub default_tax_rates: Vec<String>,
    pub automatic_tax: AutomaticTax,
    pub period_start: i64,
    pub period_end: i64,
    /// From the moment it is final.
    pub number: Option<String>,
    /// The last part of the hosted page's address; whoever has it may look and pay.
    pub secret: String,
    pub base_url: String,
    pub due_date: Option<i64>,
    /// The customer's balance when it was made: credit is negative.
    pub starting_balance: i64,
    /// Taken back before it was paid, and after.
    pub pre_payment_credit_notes: i64,
    pub post_payment_credit_notes: i64,
    /// A payment that takes days is under way.
    pub processing: Option<Processing>,
    pub attempt_count: u32,
    pub attempted: bool,
    /// When something is next to happen by itself: another attempt, or, where it was sent, being overdue.
    pub acts_at: Option<i64>,
    pub finalized_at: Option<i64>,
    pub paid_at: Option<i64>,
    pub voided_at: Option<i64>,
    pub marked_uncollectible_at: Option<i64>,
}

impl Invoice {
    /// After the customer's credit; what is below nothing becomes credit instead.
    pub fn amount_due(&self) -> i64 {
        self.total().saturating_add(self.starting_balance).max(0) - self.pre_payment_credit_notes
    }

    /// What the customer's credit has paid of it.
    pub fn credit_applied(&self) -> i64 {
        self.total().min(-self.starting_balance).max(0)
    }

    /// What is left of the customer's balance.
    pub fn ending_balance(&self) -> i64 {
        self.total().saturating_add(self.starting_balance).min(0)
    }

    pub fn amount_paid(&self) -> i64 {
        if self.status == InvoiceStatus::Paid { self.amount_due() } else { 0 }
    }

    pub fn is_final(&self) -> bool {
        self.status != InvoiceStatus::Draft
    }

    /// Whether anybody is still asked to pay.
    pub fn is_owed(&self) -> bool {
        self.status == InvoiceStatus::Open
    }

    /// Of one that is still to be asked for (a preview is a draft), or that somebody still owes.
    fn next_payment_attempt(&self) -> Option<i64> {
        let is_asked = self.status == InvoiceStatus::Draft || self.is_owed();
        let is_asked = is_asked && self.processing.is_none();
        self.acts_at.filter(|_| is_asked && self.collection_method == CollectionMethod::ChargeAutomatically)
    }

    /// Whether its first payment waits for its owner's bank.
    fn awaits_authentication(&self) -> bool {
        self.is_owed() && self.attempted && self.attempt_count == 0
    }

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

    /// The first lines of it, as they come within the invoice.
    pub fn render_lines(&self, state: &State) -> Vec<Value> {
        let line = |line: &Line| line.render(state, &self.currency, &self.id, &self.subscription);
        self.lines.iter().map(line).collect()
    }
}

impl Kind for Invoice {
    const NOUN: &'static str = "invoice";
    const EVENTS: &'static str = "invoice";

    fn table(state: &State) -> &Table<Self> {
        &state.invoices
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.invoices
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![
            ("customer", self.customer.clone()),
            ("subscription", self.subscription.clone()),
            ("secret", self.secret.clone()),
        ]
    }

    fn due_at(&self) -> Option<i64> {
        self.acts_at.filter(|_| self.is_owed())
    }

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
