//! English: texts about money, beside those of plans and standings.

use billing::{Balance, Discount, Invoice, InvoiceStatus, Lasts, Money, Off, PendingUpdate, PlanItem, Reversal};

use crate::text::formats::Formats;

/// The maximum number of items listed.
const LISTED: usize = 10;

/// The items of a plan, one line each: "25 × $12.00 per month". With several items, each has its
/// name: "Seats: 25 × $12.00 per month, renews on December 22, 2026".
pub fn plan_items(items: &[PlanItem], formats: &Formats) -> Vec<String> {
    let alone = items.len() == 1;
    let mut lines: Vec<_> = items.iter().take(LISTED).map(|item| plan_item(item, alone, formats)).collect();
    if items.len() > LISTED {
        lines.push(format!("and {} more", items.len() - LISTED));
    }
    lines
}

fn plan_item(item: &PlanItem, alone: bool, formats: &Formats) -> String {
    let count = item.quantity.filter(|quantity| *quantity != 1);
    let every = item.every.map(|every| format!(" {}", every.per())).unwrap_or_default();
    let tax = if item.plus_tax { " plus tax" } else { "" };
    let price = item.price.as_ref().map(|price| format!("{}{every}{tax}", formats.money(price)));
    let costs = match (count, price) {
        (Some(count), Some(price)) => format!("{count} × {price}"),
        (None, Some(price)) => price,
        _ if item.quantity.is_none() => "billed by usage".to_owned(),
        // Tiers, packages and the like: only the next invoice has their amount.
        (count, None) => format!("quantity {}", count.unwrap_or(1)),
    };
    let renews = item.renews.map(|at| format!(", renews on {}", formats.date(at))).unwrap_or_default();
    if alone { format!("{}{renews}", capitalized(&costs)) } else { format!("{}: {costs}{renews}", item.name) }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "50% off until February 26, 2027"
pub fn discount(discount: &Discount, formats: &Formats) -> String {
    let off = match &discount.off {
        Off::Percent(percent) => formats.percent(percent),
        Off::Amount(money) => formats.money(money),
    };
    let on = discount.on.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
    match discount.lasts {
        Lasts::Forever => format!("{off} off{on}"),
        Lasts::Until(end) => format!("{off} off{on} until {}", formats.date(end)),
        Lasts::Once => format!("{off} off{on} once, on your next invoice"),
    }
}

/// The sentence about a change that waits for its payment.
pub fn pending_update(pending: &PendingUpdate, formats: &Formats) -> String {
    let amount = pending.invoice.as_ref().map(|(_, money)| format!(" of {}", formats.money(money)));
    if pending.is_processing {
        return format!(
            "A change of your plan begins once its payment{} has been processed.",
            amount.unwrap_or_default()
        );
    }
    let until = formats.moment(pending.until);
    format!("A change of your plan is waiting for its payment{} until {until}.", amount.unwrap_or_default())
}

/// The customer's balance.
pub fn balance(balance: &Balance, formats: &Formats) -> String {
    match balance {
        Balance::Credit(money) => format!("{} credit, used for your next invoices", formats.money(money)),
        Balance::Debit(money) => format!("{} owed, added to your next invoice", formats.money(money)),
    }
}

/// The word on an invoice's badge.
pub fn invoice_status(invoice: &Invoice) -> &'static str {
    match (invoice.reversal(), invoice.status) {
        (Some(Reversal::Refunded), _) => "Refunded",
        (Some(Reversal::Credited), _) => "Credited",
        (Some(Reversal::Disputed), _) => "Disputed",
        (None, InvoiceStatus::Open) => "Open",
        (None, InvoiceStatus::Paid) => "Paid",
        (None, InvoiceStatus::Uncollectible) => "Uncollectible",
        (None, InvoiceStatus::Void) => "Void",
    }
}

/// Refunds and credits of an invoice, if the badge does not contain them: "$6.00 refunded, $6.00
/// credited".
pub fn given_back(invoice: &Invoice, formats: &Formats) -> Option<String> {
    let amount = |amount: i64, how: &str| {
        let money = Money { amount, ..invoice.total.clone() };
        (amount > 0).then(|| format!("{} {how}", formats.money(&money)))
    };
    let is_said = match invoice.reversal() {
        Some(Reversal::Refunded) => true,
        Some(Reversal::Credited) => invoice.refunded == 0,
        Some(Reversal::Disputed) | None => false,
    };
    let parts = [amount(invoice.refunded, "refunded"), amount(invoice.credited, "credited")];
    let parts: Vec<_> = parts.into_iter().flatten().filter(|_| !is_said).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
