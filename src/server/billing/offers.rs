//! What the pricing page sells: chosen and ordered in Stripe, read from our mirror.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};
use serde_json::Value;

use crate::{
    model::{Money, Offer, OfferedPrice, Period, isolated},
    server::db::entity::{price, product},
};

/// The product's metadata that puts it on the pricing page: a number, the smallest comes first.
const ORDER: &str = "portal_order";

/// The product's metadata that grants a trial: a number of days.
const TRIAL_DAYS: &str = "portal_trial_days";

/// The offers, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn load_offers(db: &DatabaseConnection) -> Result<Vec<Offer>, DbErr> {
    let products = product::Entity::find().filter(product::Column::Active.eq(true)).all(db).await?;
    let mut prices: HashMap<String, Vec<price::Model>> = HashMap::new();
    for price in price::Entity::find().filter(price::Column::Active.eq(true)).all(db).await? {
        prices.entry(price.product_id.clone()).or_default().push(price);
    }
    let mut offers: Vec<(i64, Offer)> = products
        .into_iter()
        .filter_map(|product| {
            let order = number(&product.raw["metadata"][ORDER])?;
            let trial_days = number(&product.raw["metadata"][TRIAL_DAYS]).and_then(|days| u32::try_from(days).ok());
            let prices = prices.remove(&product.id).unwrap_or_default();
            Some((order, offer(product, prices, trial_days)?))
        })
        .collect();
    offers.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.name.cmp(&other.name)));
    Ok(offers.into_iter().map(|(_, offer)| offer).collect())
}

fn offer(product: product::Model, prices: Vec<price::Model>, trial_days: Option<u32>) -> Option<Offer> {
    let mut prices: Vec<OfferedPrice> = prices.into_iter().filter_map(|price| offered(price, trial_days)).collect();
    prices.sort_by(|a, b| (a.every, a.money.amount, &a.id).cmp(&(b.every, b.money.amount, &b.id)));
    let features = product.raw["marketing_features"].as_array().into_iter().flatten();
    let features = features.filter_map(|feature| feature["name"].as_str().map(str::to_owned)).collect();
    let description = product.raw["description"].as_str().map(str::to_owned);
    (!prices.is_empty()).then_some(Offer { name: isolated(&product.name), description, features, prices })
}

/// A price that can be shown in one line: a fixed amount each month or year.
fn offered(price: price::Model, trial_days: Option<u32>) -> Option<OfferedPrice> {
    Some(OfferedPrice {
        every: Period::from_stripe(price.interval.as_deref()?, price.interval_count.unwrap_or(1))?,
        money: Money { amount: price.unit_amount?, currency: price.currency },
        id: price.id,
        trial_days,
    })
}

/// Metadata is text.
fn number(value: &Value) -> Option<i64> {
    value.as_str()?.trim().parse().ok()
}
