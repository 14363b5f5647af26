//! The offers of the pricing page: chosen and ordered in Stripe, read from the mirror.

use std::collections::{HashMap, HashSet};

use database::Database;
use mirror::{
    active_prices,
    entity::{price, product},
    products,
};
use sea_orm::DbErr;
use serde_json::Value;

use crate::model::{Charge, Offer, OfferedPrice, Period, Seats, UnitAmount, isolated};

/// The metadata key that marks a product as a plan of this site. A number puts it on the pricing
/// page, in ascending order.
pub(crate) const ORDER: &str = "portal_order";

/// The metadata key for a trial: a number of days.
const TRIAL_DAYS: &str = "portal_trial_days";

/// The metadata key for a plan that is sold by the seat: how many a buyer can choose, such as `1-500`.
const SEATS: &str = "portal_seats";

/// The products on the pricing page with all their active prices.
#[derive(Debug, Default)]
pub struct PriceList {
    /// In order.
    pub offers: Vec<Offer>,
    /// The ids of the prices that are not offered, and why.
    pub left_out: Vec<(String, NotOffered)>,
}

/// Why an active price is not offered: its cost cannot be said in one line, or it cannot be bought
/// as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOffered {
    #[error("it is paid only once")]
    OneTime,
    #[error("it has an unknown interval")]
    Interval,
    #[error("it has tiers")]
    Tiered,
    #[error("the customer chooses the amount")]
    CustomerChooses,
    #[error("it is sold in packages of several units")]
    Packages,
    #[error("its amount is not a whole number of the currency's smallest unit")]
    Fraction,
    #[error("it has no amount")]
    NoAmount,
}

/// The offers, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn load_offers(db: &Database) -> Result<Vec<Offer>, DbErr> {
    load_price_list(db).await.map(|list| list.offers)
}

/// The price (`price_…`) if it is on offer, for
/// [`Billing::begin_checkout`](crate::Billing::begin_checkout).
///
/// # Errors
/// When the database does not answer.
pub async fn load_offered_price(db: &Database, id: &str) -> Result<Option<OfferedPrice>, DbErr> {
    let mut prices = load_offers(db).await?.into_iter().flat_map(|offer| offer.prices);
    Ok(prices.find(|price| price.id == id))
}

/// The offers, and the prices that are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn load_price_list(db: &Database) -> Result<PriceList, DbErr> {
    let products = products(db, None).await?.into_iter().filter(|product| product.active);
    let mut prices: HashMap<String, Vec<price::Model>> = HashMap::new();
    for price in active_prices(db, None).await? {
        prices.entry(price.product_id.clone()).or_default().push(price);
    }
    let mut offers: Vec<(i64, Offer)> = Vec::new();
    let mut left_out = Vec::new();
    for product in products {
        let Some(order) = number(&product.raw["metadata"][ORDER]) else { continue };
        let mut offered = Vec::new();
        for price in prices.remove(&product.id).unwrap_or_default() {
            match self::offered(&product, &price) {
                Ok(price) => offered.push(price),
                Err(why) => left_out.push((price.id, why)),
            }
        }
        offers.extend(offer(product, offered).map(|offer| (order, offer)));
    }
    offers.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.name.cmp(&other.name)));
    left_out.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(PriceList { offers: offers.into_iter().map(|(_, offer)| offer).collect(), left_out })
}

/// The ids of the products that can be bought here: those on the pricing page.
pub fn offered_products(products: &[product::Model], prices: &[price::Model]) -> HashSet<String> {
    let is_listed = |product: &&product::Model| product.active && number(&product.raw["metadata"][ORDER]).is_some();
    let is_sold = |product: &product::Model, price: &price::Model| price.active && offered(product, price).is_ok();
    let mut prices_of: HashMap<&str, Vec<&price::Model>> = HashMap::new();
    for price in prices {
        prices_of.entry(&price.product_id).or_default().push(price);
    }
    let prices_of =
        |product: &product::Model| prices_of.get(product.id.as_str()).map(Vec::as_slice).unwrap_or_default();
    let listed = products.iter().filter(is_listed);
    let offered = listed.filter(|product| prices_of(product).iter().any(|price| is_sold(product, price)));
    offered.map(|product| product.id.clone()).collect()
}

fn offer(product: product::Model, mut prices: Vec<OfferedPrice>) -> Option<Offer> {
    prices.sort_by_cached_key(|price| (price.every.days(), size(&price.charge), price.id.clone()));
    let features = product.raw["marketing_features"].as_array().into_iter().flatten();
    let features = features.filter_map(|feature| feature["name"].as_str().map(str::to_owned)).collect();
    let description = product.raw["description"].as_str().map(str::to_owned);
    (!prices.is_empty()).then_some(Offer { name: isolated(&product.name), description, features, prices })
}

/// The sort key: fixed amounts before usage-based ones.
fn size(charge: &Charge) -> (bool, i128) {
    match charge {
        Charge::Flat(money) => (false, money.amount.into()),
        Charge::Usage { each, .. } => (true, each.trillionths()),
    }
}

/// The price as an offer, or why it cannot be one.
fn offered(product: &product::Model, price: &price::Model) -> Result<OfferedPrice, NotOffered> {
    let interval = price.interval.as_deref().ok_or(NotOffered::OneTime)?;
    let every = Period::from_stripe(interval, price.interval_count.unwrap_or(1)).ok_or(NotOffered::Interval)?;
    if price.raw["transform_quantity"].is_object() {
        return Err(NotOffered::Packages);
    }
    let is_tiered = price.raw["billing_scheme"] == "tiered";
    let unit = (price.raw["recurring"]["usage_type"] == "metered")
        .then(|| product.raw["unit_label"].as_str().unwrap_or("unit"));
    let charge = |amount: &Value, currency: &str| match charge(amount, currency, unit) {
        _ if is_tiered => Err(NotOffered::Tiered),
        charge => charge,
    };
    let others = price.raw["currency_options"].as_object().into_iter().flatten();
    let others = others.filter_map(|(currency, amount)| Some((currency.clone(), charge(amount, currency).ok()?)));
    let elsewhere = others.collect();
    let charge = charge(&price.raw, &price.currency)?;
    let trial_days =
        number(&product.raw["metadata"][TRIAL_DAYS]).and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0);
    let seats = product.raw["metadata"][SEATS].as_str().and_then(Seats::parse).filter(|_| unit.is_none());
    let price = OfferedPrice { id: price.id.clone(), charge, elsewhere, every, trial_days, seats };
    // A free price needs no trial.
    let trial_days = price.trial_days.filter(|_| !price.is_free());
    Ok(OfferedPrice { trial_days, ..price })
}

/// The charge of a price, or of one of its other currencies; by usage if it has a unit.
fn charge(amount: &Value, currency: &str, unit: Option<&str>) -> Result<Charge, NotOffered> {
    if amount["custom_unit_amount"].is_object() {
        return Err(NotOffered::CustomerChooses);
    }
    // Stripe always sets `unit_amount_decimal`, and `unit_amount` only for whole numbers.
    let whole = amount["unit_amount"].as_u64().map(|amount| amount.to_string());
    let decimal = whole.or_else(|| amount["unit_amount_decimal"].as_str().map(str::to_owned));
    let each = decimal.and_then(|decimal| UnitAmount::from_stripe(&decimal, currency)).ok_or(NotOffered::NoAmount)?;
    match unit {
        Some(unit) => Ok(Charge::Usage { each, unit: unit.to_owned() }),
        None => each.money().map(Charge::Flat).ok_or(NotOffered::Fraction),
    }
}

/// Metadata is text.
fn number(value: &Value) -> Option<i64> {
    value.as_str()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Money;

    fn product(raw: Value) -> product::Model {
        product::Model {
            id: "prod_1".into(),
            name: "Pro".into(),
            active: true,
            raw,
            last_applied_fetch: 1,
            features: None,
        }
    }

    /// A monthly price of 12 dollars, with these changes.
    fn price(changed: Value) -> price::Model {
        let mut raw = json!({
            "billing_scheme": "per_unit", "custom_unit_amount": null, "transform_quantity": null,
            "recurring": { "usage_type": "licensed" }, "unit_amount": 1200, "unit_amount_decimal": "1200",
        });
        raw.as_object_mut().expect("an object").extend(changed.as_object().expect("an object").clone());
        price::Model {
            id: "price_1".into(),
            product_id: "prod_1".into(),
            active: true,
            currency: "usd".into(),
            unit_amount: raw["unit_amount"].as_i64(),
            interval: Some("month".into()),
            interval_count: Some(1),
            raw,
            last_applied_fetch: 1,
        }
    }

    fn flat(amount: i64, currency: &str) -> Charge {
        Charge::Flat(Money { amount, currency: currency.to_owned() })
    }

    #[test]
    fn what_one_line_cannot_tell_or_checkout_cannot_sell_is_left_out() {
        let product = product(json!({}));
        let custom =
            json!({ "unit_amount": null, "unit_amount_decimal": null, "custom_unit_amount": { "minimum": 1 } });
        let tiered = json!({ "unit_amount": null, "unit_amount_decimal": null, "billing_scheme": "tiered" });
        for (changed, why) in [
            (tiered, NotOffered::Tiered),
            (custom, NotOffered::CustomerChooses),
            (json!({ "transform_quantity": { "divide_by": 1000, "round": "up" } }), NotOffered::Packages),
            (json!({ "unit_amount": null, "unit_amount_decimal": "0.5" }), NotOffered::Fraction),
            (json!({ "unit_amount": null, "unit_amount_decimal": null }), NotOffered::NoAmount),
            (json!({ "unit_amount": -5, "unit_amount_decimal": "-5" }), NotOffered::NoAmount),
        ] {
            assert_eq!(offered(&product, &price(changed.clone())), Err(why), "{changed}");
        }
        let once = price::Model { interval: None, ..price(json!({})) };
        assert_eq!(offered(&product, &once), Err(NotOffered::OneTime));
        let decade = price::Model { interval: Some("decade".into()), ..price(json!({})) };
        assert_eq!(offered(&product, &decade), Err(NotOffered::Interval));
    }

    #[test]
    fn usage_is_sold_by_the_exact_amount_of_a_unit() {
        let metered = json!({
            "recurring": { "usage_type": "metered" }, "unit_amount": null, "unit_amount_decimal": "0.5",
        });
        let usage = |unit: &str| {
            let each = UnitAmount::from_stripe("0.5", "usd").expect("an amount");
            Charge::Usage { each, unit: unit.to_owned() }
        };
        for (raw, unit) in [(json!({ "unit_label": "request" }), "request"), (json!({ "unit_label": null }), "unit")] {
            assert_eq!(offered(&product(raw), &price(metered.clone())).expect("an offer").charge, usage(unit));
        }
    }

    #[test]
    fn a_price_is_what_it_is_in_the_customers_currency() {
        let several = price(json!({ "currency_options": {
            "usd": { "unit_amount": 1200, "unit_amount_decimal": "1200" },
            "eur": { "unit_amount": 1100, "unit_amount_decimal": "1100" },
            "jpy": { "unit_amount": null, "unit_amount_decimal": null, "custom_unit_amount": { "minimum": 1 } },
        }}));
        let price = offered(&product(json!({})), &several).expect("an offer");
        let charge = |currency| price.clone().in_currency(currency).map(|price| price.charge);
        assert_eq!(charge(None), Some(flat(1200, "usd")));
        assert_eq!(charge(Some("usd")), Some(flat(1200, "usd")));
        assert_eq!(charge(Some("eur")), Some(flat(1100, "eur")));
        assert_eq!((charge(Some("jpy")), charge(Some("gbp"))), (None, None));
    }

    #[test]
    fn what_is_free_is_not_tried() {
        let trial = product(json!({ "metadata": { "portal_trial_days": "14" } }));
        assert_eq!(offered(&trial, &price(json!({}))).expect("an offer").trial_days, Some(14));
        let free = offered(&trial, &price(json!({ "unit_amount": 0, "unit_amount_decimal": "0" }))).expect("an offer");
        assert_eq!((free.is_free(), free.trial_days), (true, None));
    }
}
