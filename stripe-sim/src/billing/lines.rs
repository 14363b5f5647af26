//! Invoice lines for whole periods.

use crate::ids;
use crate::money;
use crate::pages::short_date;
use crate::period;
use crate::state::{Item, Line, Price, Product, State, Subscription, interval_of, share};

/// A period of each item that `due` picks, in full.
pub(crate) fn whole_periods(state: &State, subscription: &Subscription, due: impl Fn(&Item) -> bool) -> Vec<Line> {
    let items = subscription.items.iter().filter(|item| due(item));
    items
        .filter_map(|item| Some(whole(item, state.get::<Price>(&item.price)?, &subscription.currency, state)))
        .collect()
}

fn whole(item: &Item, price: &Price, currency: &str, state: &State) -> Line {
    let name = product_name(state, price);
    if price.is_metered() {
        // What will have been used comes when the period is over.
        return Line { description: format!("{} × {name}", counted(state, price, 0)), quantity: 0, ..blank(item) };
    }
    Line {
        amount: price.amount(item.quantity, currency),
        description: format!("{} × {name} (at {})", counted(state, price, item.quantity), money::rate(price, currency)),
        ..blank(item)
    }
}

/// The lines of a trial's invoice: nothing to pay, and for how long.
pub(crate) fn trial_lines(state: &State, subscription: &Subscription) -> Vec<Line> {
    let line = |item: &Item| {
        let price = state.get::<Price>(&item.price)?;
        let (counted, name) = (counted(state, price, item.quantity), product_name(state, price));
        let unit_amount = Some("0".to_owned());
        Some(Line { description: format!("Free trial for {counted} × {name}"), unit_amount, ..blank(item) })
    };
    subscription.items.iter().filter_map(line).collect()
}

/// A one-time price beside the items.
pub(crate) fn extra(
    state: &State,
    price: &Price,
    quantity: i64,
    currency: &str,
    tax_rates: Vec<String>,
    now: i64,
) -> Line {
    Line {
        id: ids::long("il"),
        amount: price.amount(quantity, currency),
        description: product_name(state, price).to_owned(),
        period_start: now,
        period_end: now,
        price: price.id.clone(),
        quantity,
        subscription_item: String::new(),
        proration: false,
        credited: None,
        unit_amount: None,
        invoice_item: Some(ids::long("ii")),
        tax_rates,
        discounts: Vec::new(),
        taxes: Vec::new(),
    }
}

/// What the time from the beginning to an anchor that is still to come costs; nothing, where that is not `asked`.
pub(crate) fn until_anchor(state: &State, subscription: &Subscription, asked: bool) -> Vec<Line> {
    let mut lines = whole_periods(state, subscription, |_| true);
    for (line, item) in lines.iter_mut().zip(&subscription.items) {
        let length = natural_length(state, item);
        let part = item.current_period_end - item.current_period_start;
        line.amount = if asked { share(line.amount, part, length) } else { 0 };
    }
    lines
}

/// What the time before the first period costs.
pub(crate) fn backdated(state: &State, subscription: &Subscription, from: i64, now: i64) -> Vec<Line> {
    let line = |item: &Item| {
        let price = state.get::<Price>(&item.price).filter(|price| !price.is_metered())?;
        let name = product_name(state, price);
        Some(Line {
            amount: share(price.amount(item.quantity, &subscription.currency), now - from, natural_length(state, item)),
            description: format!("Time on {name} from {} until {}", short_date(from), short_date(now)),
            period_start: from,
            period_end: now,
            proration: true,
            ..blank(item)
        })
    };
    subscription.items.iter().filter_map(line).collect()
}

/// How long the period of an item is that ends when its present one does, were it a whole one.
pub(super) fn natural_length(state: &State, item: &Item) -> i64 {
    let rhythm = interval_of(state, &item.price);
    let start = rhythm.map(|(interval, every)| period::after(item.current_period_end, interval, -every));
    (item.current_period_end - start.unwrap_or(item.current_period_start)).max(1)
}

/// A line over nothing, for an item's present period.
pub(super) fn blank(item: &Item) -> Line {
    Line {
        id: ids::long("il"),
        amount: 0,
        description: String::new(),
        period_start: item.current_period_start,
        period_end: item.current_period_end,
        price: item.price.clone(),
        quantity: item.quantity,
        subscription_item: item.id.clone(),
        proration: false,
        credited: None,
        unit_amount: None,
        invoice_item: None,
        tax_rates: Vec::new(),
        discounts: Vec::new(),
        taxes: Vec::new(),
    }
}

/// "3", or "3 seat" where the product says what it is counted in.
pub(super) fn counted(state: &State, price: &Price, quantity: i64) -> String {
    match state.get::<Product>(&price.product).and_then(|product| product.unit_label.as_deref()) {
        Some(label) => format!("{quantity} {label}"),
        None => quantity.to_string(),
    }
}

pub(super) fn product_name<'a>(state: &'a State, price: &'a Price) -> &'a str {
    state.get::<Product>(&price.product).map_or(price.id.as_str(), |product| product.name.as_str())
}
