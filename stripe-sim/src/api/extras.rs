//! `add_invoice_items`: one-time prices that come with a subscription's next invoice.

use super::prices::{self, Draft};
use super::tax_rates::SentRates;
use crate::billing;
use crate::error::Error;
use crate::params::Params;
use crate::state::{Price, Subscription};
use crate::tx::Tx;

const MAX_EXTRAS: usize = 20;

pub(crate) struct Extra {
    param: String,
    price: Option<String>,
    price_data: Option<(Draft, String)>,
    quantity: i64,
    tax_rates: Option<SentRates>,
}

impl Extra {
    pub fn read(hash: &mut Params) -> Result<Self, Error> {
        Ok(Self {
            param: hash.path().to_owned(),
            price: hash.text("price")?,
            price_data: hash.hash("price_data", prices::read_data)?,
            quantity: hash.natural("quantity")?.unwrap_or(1),
            tax_rates: SentRates::read(hash, "tax_rates")?,
        })
    }

    /// The price that is named, or the one that is made for it.
    fn price(&self, tx: &mut Tx<'_>) -> Result<Price, Error> {
        let param = format!("{}[price]", self.param);
        let price = match (&self.price, &self.price_data) {
            (Some(id), None) => tx.mentioned::<Price>(id, &param)?.clone(),
            (None, Some(data)) => prices::make(tx, data, &format!("{}[price_data]", self.param))?,
            _ => return Err(Error::MissingParameter(param)),
        };
        match price.recurring {
            None if price.active => Ok(price),
            None => Err(Error::refused_param(
                &param,
                "The price specified is inactive. This field only accepts active prices.",
            )),
            Some(_) => Err(Error::refused_param(
                &param,
                "The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.",
            )),
        }
    }
}

/// Puts them beside the items of a subscription's next invoice.
pub(crate) fn add(tx: &mut Tx<'_>, extras: &[Extra], subscription: &mut Subscription) -> Result<(), Error> {
    if extras.len() > MAX_EXTRAS {
        let message = format!("Array must have at most {MAX_EXTRAS} elements.");
        return Err(Error::invalid("add_invoice_items", message));
    }
    for extra in extras {
        let price = extra.price(tx)?;
        if price.amount_in(&subscription.currency).is_none() {
            let message = "All prices of a subscription must be in the same currency.";
            return Err(Error::refused_param(&format!("{}[price]", extra.param), message));
        }
        let rates = match &extra.tax_rates {
            Some(rates) => rates.usable(tx)?,
            None => Vec::new(),
        };
        let line = billing::extra(tx.state(), &price, extra.quantity, &subscription.currency, rates, tx.now());
        subscription.pending_lines.push(line);
    }
    Ok(())
}
