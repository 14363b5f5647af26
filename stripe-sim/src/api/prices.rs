//! Prices.

use super::price_amounts;
use super::values::{read_currency, read_metadata};
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Metadata, Params, set};
use crate::render::Render;
use crate::state::{Amount, Kind, Meter, MeterStatus};
use crate::state::{Interval, Price, PriceType, Product, Recurring, TaxBehavior, UsageType};
use crate::tx::Tx;
use indexmap::IndexMap;
use serde_json::Value;

/// What a price costs, before it has a product.
#[derive(Clone)]
pub(crate) struct Draft {
    currency: String,
    amount: Amount,
    others: IndexMap<String, Amount>,
    recurring: Option<Recurring>,
    tax_behavior: Option<TaxBehavior>,
    metadata: Metadata,
}

impl Draft {
    pub fn read(params: &mut Params) -> Result<Self, Error> {
        let currency = read_currency(params)?;
        let amount = price_amounts::read(params)?;
        let others = price_amounts::read_others(params)?;
        let metadata = read_metadata(params)?;
        Ok(Self {
            currency,
            amount,
            others,
            recurring: params.hash("recurring", read_recurring)?,
            tax_behavior: params.choice("tax_behavior")?,
            metadata,
        })
    }

    pub fn is_recurring(&self) -> bool {
        self.recurring.is_some()
    }

    pub fn amount(&self) -> &Amount {
        &self.amount
    }

    /// What only exists once it has been looked up, and what does not go together.
    fn check(&self, tx: &Tx<'_>) -> Result<(), Error> {
        let recurring = self.recurring.as_ref();
        if let Some(meter) = recurring.and_then(|recurring| recurring.meter.as_ref()) {
            let meter = tx.mentioned::<Meter>(meter, "recurring[meter]")?;
            if meter.status != MeterStatus::Active {
                return Err(Error::refused_param("recurring[meter]", "The meter is not active."));
            }
        }
        if recurring.is_some() && matches!(self.amount, Amount::Custom { .. }) {
            let message = "`custom_unit_amount` is for one-time prices only.";
            return Err(Error::refused_param("custom_unit_amount", message));
        }
        Ok(())
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
            amount: self.amount,
            other_amounts: self.others,
        }
    }
}

/// `price_data` beside an item or an invoice item: a price that is made for it, of a product there is.
pub(crate) fn read_data(hash: &mut Params) -> Result<(Draft, String), Error> {
    let product = hash.required("product")?;
    Ok((Draft::read(hash)?, product))
}

/// Does something that may be refused, and may make prices on its way: when it is refused there are none of them.
pub(crate) fn provisional<T>(tx: &mut Tx<'_>, act: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> Result<T, Error> {
    let there = tx.state().prices.len();
    let result = act(tx);
    let prices = &tx.state().prices;
    let made: Vec<_> = (there..prices.len()).filter_map(|at| Some(prices.at(at)?.id.clone())).collect();
    for id in made {
        if result.is_ok() {
            let price = tx.render::<Price>(&id);
            tx.emit(format!("{}.created", Price::EVENTS), &price, None);
        } else {
            tx.remove::<Price>(&id);
        }
    }
    result
}

/// Only within [`provisional`], which tells of it.
pub(crate) fn make(tx: &mut Tx<'_>, (draft, product): &(Draft, String), param: &str) -> Result<Price, Error> {
    tx.mentioned::<Product>(product, &format!("{param}[product]"))?;
    draft.check(tx)?;
    let price = draft.clone().into_price(product.clone(), tx.now());
    tx.insert_quietly(price.clone());
    Ok(price)
}

fn read_recurring(hash: &mut Params) -> Result<Recurring, Error> {
    let interval: Option<Interval> = hash.choice("interval")?;
    let interval_count = hash.integer("interval_count")?.unwrap_or(1);
    if !(1..=1_095).contains(&interval_count) {
        return Err(Error::invalid(hash.name("interval_count"), "Price intervals can be at most three years."));
    }
    let usage_type = hash.choice("usage_type")?.unwrap_or(UsageType::Licensed);
    let meter = hash.text("meter")?;
    match (usage_type, &meter) {
        (UsageType::Metered, None) => {
            let message = "Metered prices need a `recurring[meter]`: legacy usage records are not there any more.";
            return Err(Error::invalid(hash.name("meter"), message));
        }
        (UsageType::Licensed, Some(_)) => {
            let message = "`meter` can only be set where `usage_type` is `metered`.";
            return Err(Error::invalid(hash.name("meter"), message));
        }
        _ => {}
    }
    Ok(Recurring {
        interval: interval.ok_or_else(|| Error::MissingParameter(hash.name("interval")))?,
        interval_count,
        usage_type,
        meter,
    })
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, params: Params) -> Result<Value, Error> {
    let id = ids::long("price");
    create_as(tx, &id, params)
}

/// With an id of one's own, which only the controls can give.
pub(crate) fn create_as(tx: &mut Tx<'_>, own: &str, mut params: Params) -> Result<Value, Error> {
    if own.is_empty() || tx.get::<Price>(own).is_some() {
        return Err(Error::refused_param("id", "Price already exists."));
    }
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
    draft.check(tx)?;
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
            let mut product = Product::new(id.clone(), name, tx.now());
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
    own.clone_into(&mut price.id);
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
