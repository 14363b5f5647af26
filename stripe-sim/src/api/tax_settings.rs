//! The account's settings for calculating tax.

use super::values::read_address;
use crate::error::Error;
use crate::params::{Params, set};
use crate::state::{Customer, Subscription, TaxDefault};
use crate::tx::Tx;
use crate::{billing, state::AutomaticTax};
use serde_json::Value;

pub(crate) fn retrieve(tx: &mut Tx<'_>, _: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.state().tax_settings.render())
}

pub(crate) fn update(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let defaults = params.hash("defaults", |hash| {
        let behavior: Option<TaxDefault> = hash.choice("tax_behavior")?;
        Ok((behavior, hash.clearable("tax_code")?))
    })?;
    let office = params.hash("head_office", |hash| hash.hash("address", read_address))?;
    params.done()?;
    let mut settings = tx.state().tax_settings.clone();
    let (behavior, code) = defaults.unwrap_or_default();
    set(&mut settings.tax_behavior, behavior);
    set(&mut settings.tax_code, code);
    if let Some(Some(address)) = office {
        settings.head_office = Some(address);
    }
    Ok(tx.change_tax_settings(settings))
}

/// Whether tax can be calculated for a customer: what the account lacks comes first.
pub(crate) fn check(tx: &Tx<'_>, customer: Option<&Customer>) -> Result<(), Error> {
    if !tx.state().tax_settings.is_active() {
        return Err(Error::Refused {
            message:
                "You must have a valid head office address to enable automatic tax calculation in test mode. Visit \
                https://dashboard.stripe.com/test/settings/tax to update it."
                    .to_owned(),
            code: Some("stripe_tax_inactive"),
            param: None,
        });
    }
    if customer.is_some_and(|customer| !billing::is_located(customer)) {
        return Err(Error::Refused {
            message:
                "The customer's location isn't recognized. Set a valid customer address in order to automatically \
                calculate tax."
                    .to_owned(),
            code: Some("customer_tax_location_invalid"),
            param: Some("automatic_tax[enabled]".to_owned()),
        });
    }
    Ok(())
}

/// `automatic_tax` as parameters have it.
pub(crate) fn read(params: &mut Params) -> Result<Option<bool>, Error> {
    let enabled = params.hash("automatic_tax", |hash| {
        let enabled = hash.boolean("enabled")?;
        enabled.ok_or_else(|| Error::MissingParameter(hash.name("enabled")))
    })?;
    Ok(enabled)
}

/// Turns it on, if it can be, or off.
pub(crate) fn switch(tx: &Tx<'_>, subscription: &mut Subscription, enabled: bool) -> Result<(), Error> {
    if enabled {
        check(tx, tx.get::<Customer>(&subscription.customer))?;
    }
    subscription.automatic_tax = if enabled { AutomaticTax::On } else { AutomaticTax::Off };
    let rated =
        !subscription.default_tax_rates.is_empty() || subscription.items.iter().any(|it| !it.tax_rates.is_empty());
    if enabled && rated {
        let message = "You cannot set tax rates while automatic tax is enabled.";
        return Err(Error::refused_param("automatic_tax[enabled]", message));
    }
    Ok(())
}
