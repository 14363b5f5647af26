//! Prices.

use super::customers::set;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Metadata, Params};
use crate::state::Kind;
use crate::state::{Interval, Price, PriceType, Product, Recurring, TaxBehavior, UsageType};
use crate::tx::Tx;
use serde_json::Value;

/// What a price costs, before it has a product.
pub(crate) struct Draft {
    currency: String,
    unit_amount: Option<i64>,
    recurring: Option<Recurring>,
    tax_behavior: Option<TaxBehavior>,
    metadata: Metadata,
}

impl Draft {
    pub fn read(params: &mut Params) -> Result<Self, Error> {
        let currency = read_currency(params)?;
        let unit_amount = read_amount(params)?;
        let mut metadata = Metadata::new();
        if let Some(change) = params.metadata()? {
            change.apply(&mut metadata);
        }
        Ok(Self {
            currency,
            unit_amount: Some(unit_amount),
            recurring: params.hash("recurring", read_recurring)?,
            tax_behavior: params.choice("tax_behavior")?,
            metadata,
        })
    }

    pub fn is_recurring(&self) -> bool {
        self.recurring.is_some()
    }

    pub fn unit_amount(&self) -> Option<i64> {
        self.unit_amount
    }

    pub fn currency(&self) -> &str {
        &self.currency
    }

    pub fn into_price(self, product: String, now: i64) -> Price {
        Price {
            id: ids::long("price"),
            created: now,
            active: true,
            currency: self.currency,
            lookup_key: None,
            metadata: self.metadata,
            nickname: None,
            product,
            recurring: self.recurring,
            tax_behavior: self.tax_behavior.unwrap_or(TaxBehavior::Unspecified),
            unit_amount: self.unit_amount,
        }
    }
}

pub(crate) fn read_currency(params: &mut Params) -> Result<String, Error> {
    let currency = params.required("currency")?.to_lowercase();
    if currency.len() != 3 || !currency.chars().all(|letter| letter.is_ascii_lowercase()) {
        return Err(Error::invalid(
            params.name("currency"),
            format!("Invalid currency: {currency}. Stripe supports three-letter ISO codes."),
        ));
    }
    Ok(currency)
}

/// `unit_amount`, or `unit_amount_decimal` as long as it is a whole number of minor units.
fn read_amount(params: &mut Params) -> Result<i64, Error> {
    if let Some(amount) = params.natural("unit_amount")? {
        return Ok(amount);
    }
    match params.text("unit_amount_decimal")? {
        None => Err(Error::MissingParameter(params.name("unit_amount"))),
        Some(decimal) => decimal.parse().ok().filter(|amount| *amount >= 0).ok_or_else(|| {
            let param = params.name("unit_amount_decimal");
            Error::not_simulated(Some(param), "amounts smaller than the currency's minor unit", "whole ones")
        }),
    }
}

fn read_recurring(hash: &mut Params) -> Result<Recurring, Error> {
    let interval: Option<Interval> = hash.choice("interval")?;
    let interval_count = hash.integer("interval_count")?.unwrap_or(1);
    if !(1..=1_095).contains(&interval_count) {
        return Err(Error::invalid(hash.name("interval_count"), "Price intervals can be at most three years."));
    }
    Ok(Recurring {
        interval: interval.ok_or_else(|| Error::MissingParameter(hash.name("interval")))?,
        interval_count,
        usage_type: hash.choice("usage_type")?.unwrap_or(UsageType::Licensed),
    })
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let draft = Draft::read(&mut params)?;
    let product = params.text("product")?;
    let product_data = params.hash("product_data", |hash| {
        let metadata = hash.metadata()?;
        Ok((hash.required("name")?, hash.text("id")?, metadata))
    })?;
    let active = params.boolean("active")?;
    let nickname = params.clearable("nickname")?.flatten();
    let lookup_key = params.clearable("lookup_key")?.flatten();
    let transfer = params.boolean("transfer_lookup_key")?.unwrap_or(false);
    params.done()?;
    free_lookup_key(tx, lookup_key.as_deref(), None, transfer)?;
    let product = match (product, product_data) {
        (Some(product), None) => {
            tx.mentioned::<Product>(&product, "product")?;
            product
        }
        (None, Some((name, id, metadata))) => {
            let id = id.unwrap_or_else(|| ids::short("prod"));
            if tx.get::<Product>(&id).is_some() {
                return Err(Error::refused_param("product_data[id]", "Product already exists."));
            }
            let mut product = super::products::named(id.clone(), name, tx.now());
            if let Some(change) = metadata {
                change.apply(&mut product.metadata);
            }
            tx.create(product);
            id
        }
        (Some(_), Some(_)) => {
            return Err(Error::invalid(
                "product",
                "You may only specify one of these parameters: product, product_data.",
            ));
        }
        (None, None) => return Err(Error::MissingParameter("product".to_owned())),
    };
    take_lookup_key(tx, lookup_key.as_deref(), None);
    let mut price = draft.into_price(product, tx.now());
    set(&mut price.active, active);
    price.nickname = nickname;
    price.lookup_key = lookup_key;
    Ok(tx.create(price))
}

fn holder(tx: &Tx<'_>, lookup_key: Option<&str>, except: Option<&str>) -> Option<String> {
    let key = lookup_key?;
    let mut prices = tx.state().prices.with("lookup_key", key);
    let holder = prices.find(|price| Some(price.id.as_str()) != except)?;
    Some(holder.id.clone())
}

fn free_lookup_key(tx: &Tx<'_>, key: Option<&str>, except: Option<&str>, transfer: bool) -> Result<(), Error> {
    match holder(tx, key, except) {
        Some(price) if !transfer => {
            Err(Error::refused_param("lookup_key", format!("A price (`{price}`) already uses that lookup key.")))
        }
        _ => Ok(()),
    }
}

fn take_lookup_key(tx: &mut Tx<'_>, key: Option<&str>, except: Option<&str>) {
    if let Some(price) = holder(tx, key, except) {
        tx.update::<Price>(&price, |price| price.lookup_key = None);
    }
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<Price>(id, "price")?.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    tx.addressed::<Price>(id, "price")?;
    let active = params.boolean("active")?;
    let nickname = params.clearable("nickname")?;
    let lookup_key = params.clearable("lookup_key")?;
    let transfer = params.boolean("transfer_lookup_key")?.unwrap_or(false);
    let tax_behavior = params.choice("tax_behavior")?;
    let metadata = params.metadata()?;
    params.done()?;
    let key = lookup_key.clone().flatten();
    free_lookup_key(tx, key.as_deref(), Some(id), transfer)?;
    take_lookup_key(tx, key.as_deref(), Some(id));
    Ok(tx.update::<Price>(id, |price| {
        set(&mut price.active, active);
        set(&mut price.nickname, nickname);
        set(&mut price.lookup_key, lookup_key);
        set(&mut price.tax_behavior, tax_behavior);
        if let Some(change) = metadata {
            change.apply(&mut price.metadata);
        }
    }))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let active = params.boolean("active")?;
    let currency = params.text("currency")?;
    let product = params.text("product")?;
    let lookup_keys = params.texts("lookup_keys")?;
    let kind: Option<PriceType> = params.choice("type")?;
    let interval: Option<Option<Interval>> = params.hash("recurring", |hash| hash.choice("interval"))?;
    params.done()?;
    let narrow = product.as_deref().map(|product| ("product", product));
    page.within::<Price>(tx.state(), "/v1/prices", narrow, |price| {
        let keyed = |keys: &Vec<String>| price.lookup_key.as_ref().is_some_and(|key| keys.contains(key));
        active.is_none_or(|active| price.active == active)
            && currency.as_ref().is_none_or(|currency| price.currency == *currency)
            && lookup_keys.as_ref().is_none_or(keyed)
            && kind.is_none_or(|kind| price.kind() == kind)
            && interval
                .flatten()
                .is_none_or(|wanted| price.recurring.as_ref().is_some_and(|recurring| recurring.interval == wanted))
    })
}
