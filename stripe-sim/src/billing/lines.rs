//! Invoice lines for whole periods.

use crate::ids;
use crate::money;
use crate::state::{Item, Line, Price, Product, State, Subscription};

/// A period of each item that `due` picks, in full.
pub(crate) fn whole_periods(state: &State, subscription: &Subscription, due: impl Fn(&Item) -> bool) -> Vec<Line> {
    let items = subscription.items.iter().filter(|item| due(item));
    items.filter_map(|item| Some(whole(item, state.get::<Price>(&item.price)?, state))).collect()
}

fn whole(item: &Item, price: &Price, state: &State) -> Line {
    let name = product_name(state, price);
    Line {
        amount: amount(price, item.quantity),
        description: format!("{} × {name} (at {})", counted(state, price, item.quantity), money::rate(price)),
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
        discounts: Vec::new(),
        taxes: Vec::new(),
    }
}

pub(super) fn amount(price: &Price, quantity: i64) -> i64 {
    price.unit_amount.unwrap_or(0).saturating_mul(quantity)
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
