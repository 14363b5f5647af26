//! What is typed on the page besides the card: a promotion code, and what tax depends on.

use super::amounts::{is_located, reckon};
use super::page::Typed;
use crate::api::discounts::{Holder, check_code, redeemable};
use crate::discounting;
use crate::ids;
use crate::state::{Address, CheckoutSession, Discount, PromotionCode};
use crate::tx::Tx;

const NO_SUCH_CODE: &str = "This code is invalid.";

/// Takes it into the session as it will be bought, or says what is wrong with it.
pub(super) fn read(tx: &Tx<'_>, session: &mut CheckoutSession, typed: &Typed) -> Result<(), &'static str> {
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if session.automatic_tax && !is_located(tx, session) {
        let country = text(&typed.country).map(|country| country.to_uppercase()).filter(|country| country.len() == 2);
        let (country, state) = (country.ok_or("Enter your country as two letters.")?, text(&typed.state));
        if state.is_none() && matches!(country.as_str(), "US" | "CA") {
            return Err("Enter your state.");
        }
        session.address = Some(Address { country: Some(country), state, ..Address::default() });
    }
    if session.tax_id_collection {
        session.tax_id = text(&typed.tax_id);
    }
    if session.allow_promotion_codes == Some(true)
        && let Some(code) = text(&typed.promotion_code)
    {
        session.discounts = vec![redeemed(tx, session, &code)?];
    }
    reckon(tx, session);
    Ok(())
}

fn redeemed(tx: &Tx<'_>, session: &CheckoutSession, typed: &str) -> Result<Discount, &'static str> {
    let holder = Holder {
        customer: session.customer.as_deref(),
        subscription: None,
        item: None,
        checkout_session: Some(&session.id),
        currency: &session.currency,
        amount: session.amount(|amounts| amounts.subtotal),
    };
    let codes = tx.state().promotion_codes.with("code", &typed.to_lowercase()).collect::<Vec<&PromotionCode>>();
    let fits = |code: &&&PromotionCode| check_code(tx, code, &holder, "promotion_code").is_ok();
    let code = codes.iter().find(fits).ok_or(NO_SUCH_CODE)?;
    let coupon = redeemable(tx, &code.coupon, &session.currency, "promotion_code").map_err(|_| NO_SUCH_CODE)?;
    Ok(Discount {
        id: ids::long("di"),
        coupon: coupon.id.clone(),
        promotion_code: Some(code.id.clone()),
        customer: session.customer.clone(),
        subscription: None,
        subscription_item: None,
        checkout_session: Some(session.id.clone()),
        start: tx.now(),
        end: discounting::end_of(coupon, tx.now()),
        is_over: false,
    })
}
