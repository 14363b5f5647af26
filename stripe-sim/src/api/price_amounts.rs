//! What a price costs, as parameters have it: by unit, in tiers, or as its buyer likes.

use crate::error::Error;
use crate::params::{Params, choice};
use crate::state::{Amount, Decimal, Tier, TiersMode};
use indexmap::IndexMap;

choice!(Scheme { PerUnit = "per_unit", Tiered = "tiered" });

const MOST_TIERS: usize = 100;

/// Of a price's own currency.
pub(super) fn read(params: &mut Params) -> Result<Amount, Error> {
    let scheme: Option<Scheme> = params.choice("billing_scheme")?;
    let mode: Option<TiersMode> = params.choice("tiers_mode")?;
    let tiers = params.list("tiers", read_tier)?;
    if scheme == Some(Scheme::Tiered) || tiers.is_some() {
        let mode = mode.ok_or_else(|| Error::MissingParameter(params.name("tiers_mode")))?;
        let tiers = tiers.ok_or_else(|| Error::MissingParameter(params.name("tiers")))?;
        check_tiers(params, &tiers)?;
        return Ok(Amount::Tiered(mode, tiers));
    }
    match read_one(params)? {
        Some(amount) => Ok(amount),
        None => Err(Error::MissingParameter(params.name("unit_amount"))),
    }
}

/// Of its other currencies.
pub(super) fn read_others(params: &mut Params) -> Result<IndexMap<String, Amount>, Error> {
    let options = params.entries("currency_options", |hash| {
        read_one(hash)?.ok_or_else(|| Error::MissingParameter(hash.name("unit_amount")))
    })?;
    Ok(options.unwrap_or_default().into_iter().collect())
}

fn read_one(params: &mut Params) -> Result<Option<Amount>, Error> {
    let custom = params.hash("custom_unit_amount", |hash| {
        if hash.boolean("enabled")? != Some(true) {
            return Err(Error::invalid(hash.name("enabled"), "Pass in `true` to enable `custom_unit_amount`."));
        }
        Ok(Amount::Custom {
            minimum: hash.natural("minimum")?,
            maximum: hash.natural("maximum")?,
            preset: hash.natural("preset")?,
        })
    })?;
    let unit = amount(params, "unit_amount")?.map(Amount::PerUnit);
    match (custom, unit) {
        (Some(_), Some(_)) => Err(Error::invalid(
            params.name("custom_unit_amount"),
            "You may only specify one of these parameters: custom_unit_amount, unit_amount.",
        )),
        (custom, unit) => Ok(custom.or(unit)),
    }
}

/// A whole number of minor units, or a decimal of them.
fn amount(params: &mut Params, field: &str) -> Result<Option<Decimal>, Error> {
    if let Some(amount) = params.natural(field)? {
        return Ok(Some(Decimal::whole(amount)));
    }
    let field = format!("{field}_decimal");
    match params.text(&field)? {
        None => Ok(None),
        Some(text) => match Decimal::parse(&text) {
            Some(amount) => Ok(Some(amount)),
            None => {
                Err(Error::invalid(params.name(&field), "Invalid decimal: at most 12 decimal places, not negative"))
            }
        },
    }
}

fn read_tier(hash: &mut Params) -> Result<Tier, Error> {
    let up_to = match hash.required("up_to")?.as_str() {
        "inf" => None,
        number => {
            let most = number.parse().ok().filter(|most| *most > 0);
            Some(most.ok_or_else(|| Error::invalid(hash.name("up_to"), "Invalid up_to: must be a number or inf"))?)
        }
    };
    Ok(Tier { up_to, unit: amount(hash, "unit_amount")?, flat: amount(hash, "flat_amount")? })
}

fn check_tiers(params: &Params, tiers: &[Tier]) -> Result<(), Error> {
    let wrong = |message: &str| Err(Error::invalid(params.name("tiers"), message));
    if tiers.is_empty() || tiers.len() > MOST_TIERS {
        return wrong("A price has between one tier and a hundred.");
    }
    if tiers.last().is_some_and(|tier| tier.up_to.is_some()) {
        return wrong("The last tier must have `up_to` set to `inf`.");
    }
    let ends: Vec<_> = tiers.iter().map(|tier| tier.up_to.unwrap_or(i64::MAX)).collect();
    if !ends.is_sorted_by(|one, next| one < next) {
        return wrong("Each tier must end after the one before it.");
    }
    if tiers.iter().any(|tier| tier.unit.is_none() && tier.flat.is_none()) {
        return wrong("A tier needs a `unit_amount` or a `flat_amount`.");
    }
    Ok(())
}
