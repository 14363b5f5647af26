//! What a Checkout session sells, as parameters say it.

use super::prices::Draft;
use crate::error::Error;
use crate::ids;
use crate::params::Params;
use crate::state::{AdjustableQuantity, Amounts, CheckoutLine, Price, Product};
use crate::tx::Tx;

const MAX_LINES: usize = 20;
/// Unless it is said otherwise, and whatever is said.
const USUAL_MAXIMUM: i64 = 99;
const LARGEST_MAXIMUM: i64 = 999_999;

/// A line as it was sent: a price there is, or one that is made for it.
pub(super) struct LineSent {
    param: String,
    price: Option<String>,
    price_data: Option<(Draft, Option<String>, Option<String>)>,
    quantity: i64,
    adjustable_quantity: Option<AdjustableQuantity>,
}

impl LineSent {
    pub fn amount(&self, tx: &Tx<'_>) -> i64 {
        let there = self.price.as_ref().and_then(|id| tx.get::<Price>(id));
        let there = there.filter(|price| !price.is_metered()).map(|price| price.amount.of(self.quantity));
        let made = self.price_data.as_ref().map(|(draft, ..)| draft.amount().of(self.quantity));
        there.or(made).unwrap_or(0)
    }

    pub fn currency(&self, tx: &Tx<'_>) -> String {
        let there = self.price.as_ref().and_then(|id| tx.get::<Price>(id)).map(|price| price.currency.clone());
        there.or(self.price_data.as_ref().map(|(draft, ..)| draft.currency().to_owned())).unwrap_or_default()
    }

    pub fn read(hash: &mut Params) -> Result<Self, Error> {
        Ok(Self {
            param: hash.path().to_owned(),
            price: hash.text("price")?,
            price_data: hash.hash("price_data", |hash| {
                let product = hash.text("product")?;
                let name = hash.hash("product_data", |hash| hash.required("name"))?;
                Ok((Draft::read(hash)?, product, name))
            })?,
            quantity: hash.natural("quantity")?.unwrap_or(1).max(1),
            adjustable_quantity: hash.hash("adjustable_quantity", read_adjustable)?.flatten(),
        })
    }
}

fn read_adjustable(hash: &mut Params) -> Result<Option<AdjustableQuantity>, Error> {
    let enabled = hash.boolean("enabled")?.ok_or_else(|| Error::MissingParameter(hash.name("enabled")))?;
    let minimum = hash.natural("minimum")?.unwrap_or(0);
    let maximum = hash.natural("maximum")?.unwrap_or(USUAL_MAXIMUM);
    if maximum > LARGEST_MAXIMUM {
        let message = format!("This value must be less than or equal to {LARGEST_MAXIMUM}.");
        return Err(Error::invalid(hash.name("maximum"), message));
    }
    if minimum > maximum {
        let message = "The minimum adjustable quantity must be less than or equal to the maximum.";
        return Err(Error::invalid(hash.name("minimum"), message));
    }
    Ok(enabled.then_some(AdjustableQuantity { minimum, maximum }))
}

pub(super) fn check(tx: &Tx<'_>, lines: &[LineSent]) -> Result<(), Error> {
    if lines.is_empty() {
        return Err(Error::MissingParameter("line_items".to_owned()));
    }
    if lines.len() > MAX_LINES {
        return Err(Error::invalid("line_items", format!("Array must have at most {MAX_LINES} elements.")));
    }
    let mut currencies = Vec::new();
    for line in lines {
        if line.adjustable_quantity.is_some_and(|range| !range.allows(line.quantity)) {
            let message = "The quantity must be between the minimum and the maximum of `adjustable_quantity`.";
            return Err(Error::invalid(format!("{}[quantity]", line.param), message));
        }
        let param = format!("{}[price]", line.param);
        let (is_recurring, currency) = match (&line.price, &line.price_data) {
            (Some(id), None) => {
                let price = tx.mentioned::<Price>(id, &param)?;
                if !price.active {
                    let message = "The price specified is inactive. This field only accepts active prices.";
                    return Err(Error::refused_param(&param, message));
                }
                (price.recurring.is_some(), price.currency.clone())
            }
            (None, Some((draft, product, name))) => {
                if let Some(product) = product {
                    tx.mentioned::<Product>(product, &format!("{}[price_data][product]", line.param))?;
                } else if name.is_none() {
                    return Err(Error::MissingParameter(format!("{}[price_data][product]", line.param)));
                }
                (draft.is_recurring(), draft.currency().to_owned())
            }
            _ => return Err(Error::MissingParameter(param)),
        };
        if !is_recurring {
            return Err(Error::not_simulated(Some(param), "Checkout of one-time prices", "recurring ones"));
        }
        currencies.push(currency);
    }
    currencies.dedup();
    if currencies.len() > 1 {
        return Err(Error::refused_param("line_items", "All line items must be in the same currency."));
    }
    Ok(())
}

pub(super) fn made(tx: &mut Tx<'_>, line: LineSent) -> CheckoutLine {
    let price = match line.price_data {
        None => line.price.unwrap_or_default(),
        Some((draft, product, name)) => {
            let product = product.unwrap_or_else(|| {
                let id = ids::short("prod");
                tx.create(Product::new(id.clone(), name.unwrap_or_default(), tx.now()));
                id
            });
            let price = draft.into_price(product, tx.now());
            let id = price.id.clone();
            tx.create(price);
            id
        }
    };
    CheckoutLine {
        id: ids::long("li"),
        price,
        quantity: line.quantity,
        adjustable_quantity: line.adjustable_quantity,
        amounts: Amounts::default(),
    }
}
