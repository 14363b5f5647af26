//! `discounts` as parameters have them: coupons and promotion codes, held to what they may be redeemed for.

use crate::discounting;
use crate::error::Error;
use crate::ids;
use crate::params::Params;
use crate::state::{Coupon, Discount, Kind, Off, PromotionCode, Subscription};
use crate::tx::Tx;
use serde_json::Value;

const MAX_DISCOUNTS: usize = 20;

#[derive(Clone)]
pub(crate) struct SentDiscount {
    /// Its name on the wire, for refusals: `discounts[0]`.
    param: String,
    coupon: Option<String>,
    promotion_code: Option<String>,
    /// One there is already, to be kept.
    discount: Option<String>,
}

/// Whose discount it is to be.
pub(crate) struct Holder<'a> {
    pub customer: Option<&'a str>,
    pub subscription: Option<&'a str>,
    pub item: Option<&'a str>,
    pub checkout_session: Option<&'a str>,
    pub currency: &'a str,
    /// What the purchase comes to, for codes that ask for a minimum.
    pub amount: i64,
}

impl SentDiscount {
    pub fn read(hash: &mut Params) -> Result<Self, Error> {
        let sent = Self {
            param: hash.path().to_owned(),
            coupon: hash.text("coupon")?,
            promotion_code: hash.text("promotion_code")?,
            discount: hash.text("discount")?,
        };
        let names = [&sent.coupon, &sent.promotion_code, &sent.discount].into_iter().flatten().count();
        if names != 1 {
            let message = "You must specify exactly one of these parameters: coupon, discount, promotion_code.";
            return Err(Error::invalid(sent.param, message));
        }
        Ok(sent)
    }

    fn name(&self, field: &str) -> String {
        format!("{}[{field}]", self.param)
    }

    fn resolve(&self, tx: &Tx<'_>, holder: &Holder<'_>, there: &[Discount]) -> Result<Discount, Error> {
        if let Some(id) = &self.discount {
            let param = self.name("discount");
            let kept = there.iter().find(|discount| discount.id == *id);
            return kept.cloned().ok_or(Error::Missing { noun: Discount::NOUN, id: id.clone(), param, in_url: false });
        }
        let code = match &self.promotion_code {
            None => None,
            Some(id) => {
                let param = self.name("promotion_code");
                let code = tx.mentioned::<PromotionCode>(id, &param)?;
                check_code(tx, code, holder, &param)?;
                Some(code)
            }
        };
        let id = self.coupon.as_ref().or(code.map(|code| &code.coupon)).cloned().unwrap_or_default();
        let param = self.name(if code.is_some() { "promotion_code" } else { "coupon" });
        let coupon = redeemable(tx, &id, holder.currency, &param)?;
        let now = tx.now();
        Ok(Discount {
            id: ids::long("di"),
            coupon: coupon.id.clone(),
            promotion_code: code.map(|code| code.id.clone()),
            customer: holder.customer.map(ToOwned::to_owned),
            subscription: holder.subscription.map(ToOwned::to_owned),
            subscription_item: holder.item.map(ToOwned::to_owned),
            checkout_session: holder.checkout_session.map(ToOwned::to_owned),
            start: now,
            end: discounting::end_of(coupon, now),
            is_over: false,
        })
    }
}

/// New discounts for their holder, in place of those there are.
pub(crate) fn resolve(
    tx: &Tx<'_>,
    sent: &[SentDiscount],
    holder: &Holder<'_>,
    there: &[Discount],
) -> Result<Vec<Discount>, Error> {
    if sent.len() > MAX_DISCOUNTS {
        return Err(Error::invalid("discounts", format!("Array must have at most {MAX_DISCOUNTS} elements.")));
    }
    sent.iter().map(|discount| discount.resolve(tx, holder, there)).collect()
}

/// A coupon that can still be redeemed, in a currency it knows.
pub(crate) fn redeemable<'a>(tx: &'a Tx<'_>, id: &str, currency: &str, param: &str) -> Result<&'a Coupon, Error> {
    let coupon = tx.mentioned::<Coupon>(id, param)?;
    if coupon.deleted {
        return Err(Error::Missing { noun: Coupon::NOUN, id: id.to_owned(), param: param.to_owned(), in_url: false });
    }
    if !coupon.is_valid(tx.now()) {
        return Err(Error::Refused {
            message: format!("Coupon expired: {id}"),
            code: Some("coupon_expired"),
            param: Some(param.to_owned()),
        });
    }
    if matches!(coupon.off, Off::Amount { .. }) && coupon.off.amount_in(currency).is_none() {
        let message = format!("The coupon `{id}` takes off an amount in another currency than `{currency}`.");
        return Err(Error::refused_param(param, message));
    }
    Ok(coupon)
}

pub(crate) fn check_code(tx: &Tx<'_>, code: &PromotionCode, holder: &Holder<'_>, param: &str) -> Result<(), Error> {
    let refused =
        |why: &str| Err(Error::refused_param(param, format!("This promotion code cannot be redeemed {why}.")));
    if !code.is_valid(tx.state()) {
        return refused("because it is not active, has expired or was redeemed as often as it may be");
    }
    if code.customer.is_some() && code.customer.as_deref() != holder.customer {
        return refused("by this customer");
    }
    let invoices = holder.customer.into_iter().flat_map(|customer| tx.state().invoices.with("customer", customer));
    if code.first_time_transaction && invoices.into_iter().any(|invoice| invoice.amount_paid() > 0) {
        return refused("because the associated customer has prior transactions");
    }
    match &code.minimum {
        Some((least, currency)) if currency != holder.currency || holder.amount < *least => {
            refused("because the purchase does not come to its minimum amount")
        }
        _ => Ok(()),
    }
}

/// `DELETE /v1/subscriptions/{id}/discount`: the one it has, or the first of them.
pub(crate) fn delete_of_subscription(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let discount = tx.addressed::<Subscription>(id, "id")?.discounts.first().map(|discount| discount.id.clone());
    let Some(discount) = discount else {
        let param = "id".to_owned();
        return Err(Error::Missing {
            noun: "active discount for subscription",
            id: id.to_owned(),
            param,
            in_url: true,
        });
    };
    discounting::remove(tx, &discount);
    Ok(tx.render::<Discount>(&discount))
}
