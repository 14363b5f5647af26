//! Amounts as a person reads them.

use crate::state::{Interval, Price};

/// Currencies without minor units, as Stripe counts them.
const WHOLE: [&str; 16] =
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf"];

pub(crate) fn amount(minor: i64, currency: &str) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let value = minor.unsigned_abs();
    let number =
        if WHOLE.contains(&currency) { value.to_string() } else { format!("{}.{:02}", value / 100, value % 100) };
    match currency {
        "usd" => format!("{sign}${number}"),
        "eur" => format!("{sign}€{number}"),
        "gbp" => format!("{sign}£{number}"),
        "jpy" => format!("{sign}¥{number}"),
        other => format!("{sign}{number} {}", other.to_uppercase()),
    }
}

/// "$10.00 / month", "$10.00 every 3 months": as Stripe writes it into the lines of invoices.
pub(crate) fn rate(one: &Price, currency: &str) -> String {
    price(one, 1, currency).replacen(" per ", " / ", 1)
}

/// "$10.00 per month", "$10.00 every 3 months", "$10.00 once".
pub(crate) fn price(price: &Price, quantity: i64, currency: &str) -> String {
    let total = amount(price.amount(quantity, currency), currency);
    let total = if price.is_metered() { format!("{total} per unit used,") } else { total };
    let Some(recurring) = &price.recurring else {
        return format!("{total} once");
    };
    let unit = match recurring.interval {
        Interval::Day => "day",
        Interval::Week => "week",
        Interval::Month => "month",
        Interval::Year => "year",
    };
    match recurring.interval_count {
        1 => format!("{total} per {unit}"),
        count => format!("{total} every {count} {unit}s"),
    }
}
