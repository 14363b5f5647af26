//! What a plan is: its name, its prices, its discounts, and a change that waits for its payment.

use billing::{Discount, Lasts, Off, PendingUpdate, Plan, PlanItem};

use crate::{
    say,
    text::{Reader, period::per},
};

/// The maximum number of items listed.
const LISTED: usize = 10;

/// The plan's name.
pub fn plan_name(plan: &Plan, reader: &Reader) -> String {
    match plan.name.as_deref() {
        None => say!(reader, "free"),
        // There is a plan, but its product is unknown.
        Some("") => say!(reader, "your-plan"),
        Some(name) if plan.more > 0 => say!(reader, "plan-and-more", plan = name, count = plan.more),
        Some(name) => name.to_owned(),
    }
}

/// The items of a plan, one line each: "25 × $12.00 per month". With several items, each has its
/// name: "Seats: 25 × $12.00 per month, renews on December 22, 2026".
pub fn plan_lines(items: &[PlanItem], reader: &Reader) -> Vec<String> {
    let alone = items.len() == 1;
    let mut lines: Vec<_> = items.iter().take(LISTED).map(|item| line(item, alone, reader)).collect();
    if items.len() > LISTED {
        lines.push(say!(reader, "and-more-items", count = items.len() - LISTED));
    }
    lines
}

fn line(item: &PlanItem, alone: bool, reader: &Reader) -> String {
    let count = item.quantity.filter(|quantity| *quantity != 1);
    let price = item.price.as_ref().map(|price| {
        let amount = reader.money(price);
        match (item.every.map(|every| per(every, reader)), item.plus_tax) {
            (Some(per), false) => say!(reader, "price-per", amount = amount, per = per),
            (Some(per), true) => say!(reader, "price-per-plus-tax", amount = amount, per = per),
            (None, false) => amount,
            (None, true) => say!(reader, "price-plus-tax", amount = amount),
        }
    });
    let costs = match (count, price) {
        (Some(count), Some(price)) => say!(reader, "quantity-of-price", count = count, price = price),
        (None, Some(price)) => price,
        _ if item.quantity.is_none() => say!(reader, "by-usage"),
        // Tiers, packages and the like: only the next invoice has their amount.
        (count, None) => say!(reader, "quantity", count = count.unwrap_or(1)),
    };
    let costs = match item.renews {
        Some(at) => say!(reader, "renews-on", price = costs, date = reader.date(at)),
        None => costs,
    };
    if alone { costs } else { say!(reader, "item-of-plan", plan = item.name.as_str(), price = costs) }
}

/// "50% off until February 26, 2027"
pub fn discount(discount: &Discount, reader: &Reader) -> String {
    let off = match &discount.off {
        Off::Percent(percent) => reader.percent(percent),
        Off::Amount(money) => reader.money(money),
    };
    match (discount.on.as_deref(), discount.lasts) {
        (None, Lasts::Forever) => say!(reader, "off", off = off),
        (None, Lasts::Until(end)) => say!(reader, "off-until", off = off, date = reader.date(end)),
        (None, Lasts::Once) => say!(reader, "off-once", off = off),
        (Some(plan), Lasts::Forever) => say!(reader, "off-product", off = off, plan = plan),
        (Some(plan), Lasts::Until(end)) => {
            say!(reader, "off-product-until", off = off, plan = plan, date = reader.date(end))
        }
        (Some(plan), Lasts::Once) => say!(reader, "off-product-once", off = off, plan = plan),
    }
}

/// The sentence about a change that waits for its payment.
pub fn pending_update(pending: &PendingUpdate, reader: &Reader) -> String {
    let until = reader.moment(pending.until);
    match &pending.invoice {
        _ if pending.is_processing => say!(reader, "change-being-paid"),
        Some((_, money)) => say!(reader, "change-waits-for", amount = reader.money(money), moment = until),
        None => say!(reader, "change-waits", moment = until),
    }
}
