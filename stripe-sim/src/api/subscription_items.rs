//! The items of a subscription: which prices it may hold, and the periods they are paid for.

use super::discounts::{self, Holder, SentDiscount};
use super::prices::{self, Draft};
use super::tax_rates::SentRates;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Metadata, MetadataChange, Params, set};
use crate::period;
use crate::state::{BillingMode, Item, Price, Recurring, Status, Subscription, interval_of};
use crate::tx::Tx;
use serde_json::Value;

const MAX_ITEMS: usize = 20;

/// One entry of `items`: a new item, a change to one, or its removal.
pub(crate) struct ItemChange {
    /// Its name on the wire, for refusals: `items[0]`, or nothing where the whole call is about it.
    param: String,
    id: Option<String>,
    price: Option<String>,
    price_data: Option<(Draft, String)>,
    quantity: Option<i64>,
    deleted: bool,
    /// Made by a page or a schedule, which always say a quantity.
    is_from_page: bool,
    discounts: Option<Vec<SentDiscount>>,
    /// With the parameter's name.
    tax_rates: Option<SentRates>,
    metadata: Option<MetadataChange>,
}

impl ItemChange {
    pub fn read(hash: &mut Params) -> Result<Self, Error> {
        Ok(Self {
            param: hash.path().to_owned(),
            id: hash.text("id")?,
            price: hash.text("price")?,
            price_data: hash.hash("price_data", prices::read_data)?,
            quantity: hash.natural("quantity")?,
            deleted: hash.boolean("deleted")?.unwrap_or(false),
            is_from_page: false,
            discounts: hash.list("discounts", SentDiscount::read)?,
            tax_rates: SentRates::read(hash, "tax_rates")?,
            metadata: hash.metadata()?,
        })
    }

    /// A new item, as bought on a page.
    pub fn new(price: &str, quantity: i64) -> Self {
        Self {
            param: "items[0]".to_owned(),
            id: None,
            price: Some(price.to_owned()),
            price_data: None,
            quantity: Some(quantity),
            deleted: false,
            is_from_page: true,
            discounts: None,
            tax_rates: None,
            metadata: None,
        }
    }

    /// Another price and quantity for an item, as chosen on a page.
    pub fn to(item: &str, price: &str, quantity: i64) -> Self {
        Self { id: Some(item.to_owned()), ..Self::new(price, quantity) }
    }

    /// As the parameters of a call about one item alone, new or there already.
    pub fn alone(mut self, id: Option<&str>) -> Self {
        self.id = id.map(ToOwned::to_owned);
        self.deleted = false;
        self
    }

    pub fn removal(id: &str) -> Self {
        Self { deleted: true, price: None, quantity: None, ..Self::to(id, "", 0) }
    }

    /// A field's name as the client wrote it.
    fn name(&self, field: &str) -> String {
        if self.param.is_empty() { field.to_owned() } else { format!("{}[{field}]", self.param) }
    }

    pub fn is_new(&self) -> bool {
        self.id.is_none()
    }

    pub fn make_price(&mut self, tx: &mut Tx<'_>) -> Result<(), Error> {
        if let Some(data) = self.price_data.take() {
            self.price = Some(prices::make(tx, &data, &self.name("price_data"))?.id);
        }
        Ok(())
    }

    pub fn has_new_price(&self) -> bool {
        self.price_data.is_some()
    }

    pub fn apply(&self, tx: &Tx<'_>, subscription: &mut Subscription) -> Result<(), Error> {
        let Some(id) = &self.id else {
            let mut item = self.new_item(tx, subscription)?;
            self.write_terms(tx, subscription, &mut item)?;
            // There are few, and they are kept for long.
            subscription.items.reserve_exact(1);
            subscription.items.push(item);
            return Ok(());
        };
        let position = subscription.items.iter().position(|item| item.id == *id);
        let Some(position) = position else {
            return Err(Error::Missing {
                noun: "subscription item",
                id: id.clone(),
                param: self.name("id"),
                in_url: false,
            });
        };
        // Taken out meanwhile, so that an item is not in its own way.
        let mut item = subscription.items.remove(position);
        if !self.deleted {
            self.change_item(tx, subscription, &mut item)?;
            self.write_terms(tx, subscription, &mut item)?;
            subscription.items.insert(position, item);
        }
        Ok(())
    }

    /// What is taken off an item and what tax comes to it.
    fn write_terms(&self, tx: &Tx<'_>, subscription: &Subscription, item: &mut Item) -> Result<(), Error> {
        if let Some(sent) = &self.discounts {
            let price = tx.get::<Price>(&item.price);
            let amount = price.map_or(0, |price| price.amount(item.quantity, &subscription.currency));
            let holder = Holder {
                customer: Some(&subscription.customer),
                subscription: Some(&subscription.id),
                item: Some(&item.id),
                checkout_session: None,
                currency: &subscription.currency,
                amount,
            };
            item.discounts = discounts::resolve(tx, sent, &holder, &item.discounts)?;
        }
        if let Some(rates) = &self.tax_rates {
            item.tax_rates = rates.usable(tx)?;
        }
        Ok(())
    }

    fn new_item(&self, tx: &Tx<'_>, subscription: &mut Subscription) -> Result<Item, Error> {
        let param = self.name("price");
        let id = self.price.as_ref().ok_or(Error::MissingParameter(param))?;
        let recurring = self.fitting(tx, subscription, id)?;
        let (start, end) = current_period(subscription, &recurring, tx.now());
        let mut metadata = Metadata::new();
        if let Some(change) = &self.metadata {
            change.apply(&mut metadata);
        }
        Ok(Item {
            id: ids::short("si"),
            created: tx.now(),
            price: id.clone(),
            quantity: self.quantity.unwrap_or(1),
            current_period_start: start,
            current_period_end: end,
            discounts: Vec::new(),
            usage_billed_until: 0,
            tax_rates: Vec::new(),
            metadata,
        })
    }

    fn change_item(&self, tx: &Tx<'_>, subscription: &mut Subscription, item: &mut Item) -> Result<(), Error> {
        set(&mut item.quantity, self.quantity);
        if let Some(change) = &self.metadata {
            change.apply(&mut item.metadata);
        }
        let Some(price) = self.price.as_ref().filter(|price| **price != item.price) else {
            return Ok(());
        };
        let recurring = self.fitting(tx, subscription, price)?;
        let old = interval_of(tx.state(), &item.price);
        if old != Some((recurring.interval, recurring.interval_count)) {
            // Another rhythm begins at once, or in the flexible mode within that of the subscription as a whole.
            if subscription.status != Status::Trialing && subscription.billing_mode == BillingMode::Classic {
                subscription.billing_cycle_anchor = tx.now();
            }
            let (start, end) = current_period(subscription, &recurring, tx.now());
            (item.current_period_start, item.current_period_end) = (item.current_period_start.max(start), end);
        }
        item.price.clone_from(price);
        Ok(())
    }

    /// A price that can be subscribed to beside the items there are, in their currency.
    fn fitting(&self, tx: &Tx<'_>, subscription: &mut Subscription, id: &str) -> Result<Recurring, Error> {
        let param = self.name("price");
        let price = tx.mentioned::<Price>(id, &param)?;
        if !price.active {
            let message = "The price specified is inactive. This field only accepts active prices.";
            return Err(Error::refused_param(&param, message));
        }
        let Some(recurring) = &price.recurring else {
            let message = "The price specified is set to `type=one_time` but this field only accepts prices with \
                `type=recurring`.";
            return Err(Error::refused_param(&param, message));
        };
        if subscription.items.iter().any(|item| item.price == id) {
            return Err(Error::refused(format!("Cannot add multiple subscription items with the same plan: {id}")));
        }
        if subscription.items.len() >= MAX_ITEMS {
            return Err(Error::refused(format!("A subscription can have at most {MAX_ITEMS} items.")));
        }
        if price.is_metered() && self.quantity.is_some() && !self.is_from_page {
            let message = "The price specified is metered: you cannot give a quantity of it.";
            return Err(Error::refused_param(&self.name("quantity"), message));
        }
        if subscription.items.is_empty() && subscription.currency.is_empty() {
            subscription.currency.clone_from(&price.currency);
        } else if price.amount_in(&subscription.currency).is_none() {
            let message = "All prices of a subscription must be in the same currency.";
            return Err(Error::refused_param(&param, message));
        }
        Ok(recurring.clone())
    }
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let id = params.required("subscription")?;
    params.done()?;
    let items = tx.mentioned::<Subscription>(&id, "subscription")?.render_items(tx.state());
    page.inside(tx.state(), items, "subscription item", "/v1/subscription_items")
}

fn current_period(subscription: &Subscription, recurring: &Recurring, now: i64) -> (i64, i64) {
    match subscription.trial_end.filter(|end| *end > now) {
        Some(trial_end) => (subscription.trial_start.unwrap_or(now), trial_end),
        None if subscription.billing_cycle_anchor > now => (now, subscription.billing_cycle_anchor),
        None => period::around(subscription.billing_cycle_anchor, recurring.interval, recurring.interval_count, now),
    }
}
