//! The features of a portal configuration: read field by field, and held to Stripe's rules as a whole.

use crate::error::Error;
use crate::params::{Choice, Params, choice, set};
use crate::period;
use crate::state::{
    AllowedUpdate, CancellationMode, Features, Interval, OfferedProduct, Price, Product, ProrationBehavior,
    ScheduleCondition,
};
use crate::tx::Tx;
use std::collections::HashSet;

const MAX_PRODUCTS: usize = 10;

choice!(PauseDuration { Indefinite = "indefinite", Options = "interval_options" });

/// Changes `features` as far as anything was sent.
pub(crate) fn read(hash: &mut Params, features: &mut Features) -> Result<(), Error> {
    hash.hash("customer_update", |hash| {
        set(&mut features.customer_update.enabled, hash.boolean("enabled")?);
        set(&mut features.customer_update.allowed_updates, hash.choices("allowed_updates")?);
        Ok(())
    })?;
    set(&mut features.invoice_history, hash.hash("invoice_history", read_enabled)?);
    set(&mut features.payment_method_update, hash.hash("payment_method_update", read_enabled)?);
    hash.hash("subscription_cancel", |hash| read_cancel(hash, features))?;
    hash.hash("subscription_pause", |hash| read_pause(hash, features))?;
    hash.hash("subscription_update", |hash| read_update(hash, features))?;
    Ok(())
}

fn read_pause(hash: &mut Params, features: &mut Features) -> Result<(), Error> {
    let pause = &mut features.subscription_pause;
    set(&mut pause.enabled, hash.boolean("enabled")?);
    let duration = hash.hash("duration", |hash| {
        let kind: Option<PauseDuration> = hash.choice("type")?;
        let options = hash.list("interval_options", |hash| {
            let interval: Option<Interval> = hash.choice("interval")?;
            let interval = interval.ok_or_else(|| Error::MissingParameter(hash.name("interval")))?;
            let count = hash.natural("interval_count")?.unwrap_or(1);
            if count == 0 || period::after(0, interval, count) > period::after(0, Interval::Year, 3) {
                return Err(Error::invalid(hash.name("interval_count"), "A pause can last at most three years."));
            }
            Ok((interval, count))
        })?;
        match (kind, options.filter(|options| !options.is_empty())) {
            (Some(PauseDuration::Indefinite), None) => Ok(None),
            (Some(PauseDuration::Options), Some(options)) => Ok(Some(options)),
            (Some(PauseDuration::Options), None) => Err(Error::MissingParameter(hash.name("interval_options"))),
            (Some(PauseDuration::Indefinite), Some(_)) => {
                let message = "`interval_options` can only be set where `type` is `interval_options`.";
                Err(Error::invalid(hash.name("interval_options"), message))
            }
            (None, _) => Err(Error::MissingParameter(hash.name("type"))),
        }
    })?;
    set(&mut pause.options, duration);
    Ok(())
}

fn read_enabled(hash: &mut Params) -> Result<bool, Error> {
    hash.boolean("enabled")?.ok_or_else(|| Error::MissingParameter(hash.name("enabled")))
}

fn read_cancel(hash: &mut Params, features: &mut Features) -> Result<(), Error> {
    let cancel = &mut features.subscription_cancel;
    set(&mut cancel.enabled, hash.boolean("enabled")?);
    set(&mut cancel.mode, hash.choice("mode")?);
    set(&mut cancel.proration_behavior, hash.choice("proration_behavior")?);
    let reason = &mut cancel.cancellation_reason;
    hash.hash("cancellation_reason", |hash| {
        set(&mut reason.enabled, hash.boolean("enabled")?);
        set(&mut reason.options, hash.choices("options")?);
        Ok(())
    })?;
    Ok(())
}

fn read_update(hash: &mut Params, features: &mut Features) -> Result<(), Error> {
    let update = &mut features.subscription_update;
    set(&mut update.enabled, hash.boolean("enabled")?);
    set(&mut update.default_allowed_updates, hash.choices("default_allowed_updates")?);
    set(&mut update.proration_behavior, hash.choice("proration_behavior")?);
    set(&mut update.trial_update_behavior, hash.choice("trial_update_behavior")?);
    let products = hash.list("products", |hash| {
        let prices = hash.texts("prices")?.filter(|prices| !prices.is_empty());
        Ok(OfferedProduct {
            product: hash.required("product")?,
            prices: prices.ok_or_else(|| Error::MissingParameter(hash.name("prices")))?,
        })
    })?;
    set(&mut update.products, products);
    let conditions = hash.hash("schedule_at_period_end", |hash| {
        hash.list("conditions", |hash| {
            let kind: Option<ScheduleCondition> = hash.choice("type")?;
            kind.ok_or_else(|| Error::MissingParameter(hash.name("type")))
        })
    })?;
    set(&mut update.schedule_at_period_end, conditions.flatten());
    Ok(())
}

pub(crate) fn check(tx: &Tx<'_>, features: &Features) -> Result<(), Error> {
    let param = |rest: &str| format!("features{rest}");
    let customer = &features.customer_update;
    if customer.enabled && customer.allowed_updates.is_empty() {
        return Err(Error::MissingParameter(param("[customer_update][allowed_updates]")));
    }
    let cancel = &features.subscription_cancel;
    if cancel.cancellation_reason.enabled && cancel.cancellation_reason.options.is_empty() {
        return Err(Error::MissingParameter(param("[subscription_cancel][cancellation_reason][options]")));
    }
    if cancel.mode == CancellationMode::AtPeriodEnd && cancel.proration_behavior != ProrationBehavior::None {
        return Err(Error::invalid(
            param("[subscription_cancel][proration_behavior]"),
            "Proration behavior can only be set when the cancellation mode is `immediately`.",
        ));
    }
    if features.subscription_update.enabled {
        check_update(tx, features)?;
    }
    Ok(())
}

fn check_update(tx: &Tx<'_>, features: &Features) -> Result<(), Error> {
    let param = |field: &str| format!("features[subscription_update][{field}]");
    let update = &features.subscription_update;
    if update.default_allowed_updates.is_empty() {
        return Err(Error::MissingParameter(param("default_allowed_updates")));
    }
    // Only a change of price needs something to change to.
    if update.products.is_empty() && update.default_allowed_updates.contains(&AllowedUpdate::Price) {
        return Err(Error::MissingParameter(param("products")));
    }
    if !features.payment_method_update {
        return Err(Error::refused("Cannot enable subscription updates while payment method update is disabled."));
    }
    if update.products.len() > MAX_PRODUCTS {
        return Err(Error::invalid(param("products"), format!("Array must have at most {MAX_PRODUCTS} elements.")));
    }
    let mut tax_behaviors = HashSet::new();
    for (index, offered) in update.products.iter().enumerate() {
        let param = format!("{}[{index}]", param("products"));
        tx.mentioned::<Product>(&offered.product, &format!("{param}[product]"))?;
        let mut intervals = HashSet::new();
        for (index, id) in offered.prices.iter().enumerate() {
            let param = format!("{param}[prices][{index}]");
            let price = tx.mentioned::<Price>(id, &param)?;
            if price.product != offered.product {
                let message = format!("The price `{id}` does not belong to the product `{}`.", offered.product);
                return Err(Error::invalid(param, message));
            }
            let Some(recurring) = &price.recurring else {
                return Err(Error::invalid(param, format!("The price `{id}` is not a recurring price.")));
            };
            let rhythm = (recurring.interval.word(), recurring.interval_count, price.currency.clone());
            if !intervals.insert(rhythm) {
                let message = "Each price of a product must have a different billing interval.";
                return Err(Error::invalid(param, message));
            }
            tax_behaviors.insert(price.tax_behavior.word());
        }
    }
    if tax_behaviors.len() > 1 {
        return Err(Error::invalid(param("products"), "All prices must have the same tax behavior."));
    }
    Ok(())
}
