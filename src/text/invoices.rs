//! Invoices, past and to come, and the balance of the account.

use billing::{Balance, Invoice, InvoiceStatus, Money, Reversal, Upcoming};

use crate::{say, text::Reader};

/// The word on an invoice's badge.
pub fn invoice_status(invoice: &Invoice, reader: &Reader) -> String {
    match (invoice.reversal(), invoice.status) {
        (Some(Reversal::Refunded), _) => say!(reader, "invoice-refunded"),
        (Some(Reversal::Credited), _) => say!(reader, "invoice-credited"),
        (Some(Reversal::Disputed), _) => say!(reader, "invoice-disputed"),
        (None, InvoiceStatus::Open) => say!(reader, "invoice-open"),
        (None, InvoiceStatus::Paid) => say!(reader, "invoice-paid"),
        (None, InvoiceStatus::Uncollectible) => say!(reader, "invoice-uncollectible"),
        (None, InvoiceStatus::Void) => say!(reader, "invoice-void"),
    }
}

/// Refunds and credits of an invoice, if the badge does not contain them: "$6.00 refunded, $6.00
/// credited".
pub fn given_back(invoice: &Invoice, reader: &Reader) -> Option<String> {
    let money = |amount: i64| {
        let money = Money { amount, ..invoice.total.clone() };
        (amount > 0).then(|| reader.money(&money))
    };
    let is_said = match invoice.reversal() {
        Some(Reversal::Refunded) => true,
        Some(Reversal::Credited) => invoice.refunded == 0,
        Some(Reversal::Disputed) | None => false,
    };
    if is_said {
        return None;
    }
    let refunded = money(invoice.refunded).map(|amount| say!(reader, "amount-refunded", amount = amount));
    let credited = money(invoice.credited).map(|amount| say!(reader, "amount-credited", amount = amount));
    match (refunded, credited) {
        (Some(one), Some(two)) => Some(say!(reader, "list-of-two", one = one, two = two)),
        (one, two) => one.or(two),
    }
}

/// "$12.00", "$14.28 including $2.28 tax", "$9.00, including -$3.00 in adjustments", or "$3.17 so far"
pub fn upcoming(amount: &Upcoming, reader: &Reader) -> String {
    let mut text = reader.money(&amount.money);
    if amount.so_far {
        text = say!(reader, "amount-so-far", amount = text);
    }
    if let Some(tax) = &amount.tax {
        text = say!(reader, "amount-with-tax", amount = text, tax = reader.money(tax));
    }
    if let Some(adjustments) = &amount.adjustments {
        text = say!(reader, "amount-with-adjustments", amount = text, adjustments = reader.money(adjustments));
    }
    text
}

/// The customer's balance.
pub fn balance(balance: &Balance, reader: &Reader) -> String {
    match balance {
        Balance::Credit(money) => say!(reader, "credit", amount = reader.money(money)),
        Balance::Debit(money) => say!(reader, "debit", amount = reader.money(money)),
    }
}
