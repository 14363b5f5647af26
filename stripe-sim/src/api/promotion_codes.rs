//! Promotion codes.

use super::discounts::redeemable;
use super::references::existing_customer;
use super::values::read_metadata;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Params, choice, set};
use crate::render::Render;
use crate::state::{Coupon, Off, PromotionCode};
use crate::tx::Tx;
use serde_json::Value;

choice!(PromotionType { Coupon = "coupon" });

struct Restrictions {
    first_time: bool,
    minimum: Option<(i64, String)>,
}

fn read_restrictions(hash: &mut Params) -> Result<Restrictions, Error> {
    let first_time = hash.boolean("first_time_transaction")?.unwrap_or(false);
    let minimum = match hash.natural("minimum_amount")? {
        None => None,
        Some(amount) => {
            let currency = hash.required("minimum_amount_currency")?;
            Some((amount, currency.to_lowercase()))
        }
    };
    Ok(Restrictions { first_time, minimum })
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let coupon = params.hash("promotion", |hash| {
        let kind: Option<PromotionType> = hash.choice("type")?;
        kind.ok_or_else(|| Error::MissingParameter(hash.name("type")))?;
        hash.required("coupon")
    })?;
    let coupon = coupon.ok_or_else(|| Error::MissingParameter("promotion".to_owned()))?;
    let code = params.clearable("code")?.flatten();
    let active = params.boolean("active")?.unwrap_or(true);
    let customer = params.text("customer")?;
    let expires_at = params.natural("expires_at")?;
    let max_redemptions = params.natural("max_redemptions")?;
    let restrictions = params.hash("restrictions", read_restrictions)?;
    let metadata = read_metadata(&mut params)?;
    params.done()?;
    let currency = match &tx.mentioned::<Coupon>(&coupon, "promotion[coupon]")?.off {
        Off::Amount { currency, .. } => currency.clone(),
        Off::Percent(_) => String::new(),
    };
    redeemable(tx, &coupon, &currency, "promotion[coupon]")?;
    if let Some(customer) = &customer {
        existing_customer(tx, customer, "customer", false)?;
    }
    if expires_at.is_some_and(|end| end <= tx.now()) {
        return Err(Error::invalid("expires_at", "Invalid timestamp: must be in the future"));
    }
    let code = code
        .unwrap_or_else(|| ids::short("").trim_start_matches('_').chars().take(8).collect::<String>().to_uppercase());
    if !code.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
        return Err(Error::invalid("code", "Promotion codes may only hold letters, digits and dashes."));
    }
    let key = code.to_lowercase();
    let is_in_the_way =
        |other: &PromotionCode| other.is_valid(tx.state()) && (other.customer.is_none() || other.customer == customer);
    if tx.state().promotion_codes.with("code", &key).any(is_in_the_way) {
        let message = format!("An active promotion code with `code: {code}` already exists.");
        return Err(Error::refused_param("code", message));
    }
    let restrictions = restrictions.unwrap_or(Restrictions { first_time: false, minimum: None });
    Ok(tx.create(PromotionCode {
        id: ids::long("promo"),
        created: tx.now(),
        active,
        code,
        coupon,
        customer,
        expires_at,
        max_redemptions,
        times_redeemed: 0,
        first_time_transaction: restrictions.first_time,
        minimum: restrictions.minimum,
        metadata,
    }))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<PromotionCode>(id, "promotion_code")?.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let active = params.boolean("active")?;
    let metadata = params.metadata()?;
    params.done()?;
    let coupon = tx.addressed::<PromotionCode>(id, "promotion_code")?.coupon.clone();
    if active == Some(true) && tx.get::<Coupon>(&coupon).is_none_or(|coupon| !coupon.is_valid(tx.now())) {
        let message = "This promotion code cannot be activated because its coupon is not valid any more.";
        return Err(Error::refused_param("active", message));
    }
    Ok(tx.update::<PromotionCode>(id, |code| {
        set(&mut code.active, active);
        if let Some(change) = metadata {
            change.apply(&mut code.metadata);
        }
    }))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let active = params.boolean("active")?;
    let code = params.text("code")?;
    let coupon = params.text("coupon")?;
    let customer = params.text("customer")?;
    params.done()?;
    let key = code.map(|code| code.to_lowercase());
    let state = tx.state();
    page.within::<PromotionCode>(state, "/v1/promotion_codes", key.as_deref().map(|key| ("code", key)), |code| {
        active.is_none_or(|active| code.is_valid(state) == active)
            && coupon.as_ref().is_none_or(|coupon| code.coupon == *coupon)
            && customer.as_ref().is_none_or(|customer| code.customer.as_ref() == Some(customer))
    })
}
