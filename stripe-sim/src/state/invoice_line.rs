//! The lines of an invoice: what is charged or credited for which time, what is taken off it and what tax comes to it.

use crate::params::choice;
use serde::{Deserialize, Serialize};

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
}
