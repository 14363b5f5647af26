//! What is typed on the page besides the card: quantities, a promotion code, an address, a tax id, the terms.

use super::amounts::{is_located, reckon};
use super::extras::quantity_field;
use super::typed::Typed;
use crate::api::discounts::{Holder, check_code, redeemable};
use crate::discounting;
use crate::ids;
use crate::state::{Address, CheckoutSession, Discount, PromotionCode};
use crate::tx::Tx;

const NO_SUCH_CODE: &str = "This code is invalid.";

/// Takes it into the session as it will be bought, as far as it is right, or says what is wrong with it.
pub(super) fn read(tx: &Tx<'_>, session: &mut CheckoutSession, typed: &Typed) -> Result<(), &'static str> {
    let read = read_quantities(session, typed)
        .and_then(|()| {
            // A code may ask for a minimum amount.
            reckon(tx, session);
            read_code(tx, session, typed)
        })
        .and_then(|()| read_place(tx, session, typed));
    if session.options.tax_id_collection {
        session.tax_id = text(&typed.tax_id);
    }
    reckon(tx, session);
    read
}

/// Whether everything is agreed to that has to be.
pub(super) fn agree(session: &mut CheckoutSession, typed: &Typed) -> Result<(), &'static str> {
    session.terms_accepted = session.options.wants_terms() && typed.accepts_terms();
    if session.options.wants_terms() && !session.terms_accepted {
        return Err("Agree to the terms of service.");
    }
    Ok(())
}

fn text(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn read_quantities(session: &mut CheckoutSession, typed: &Typed) -> Result<(), &'static str> {
    for (index, line) in session.lines.iter_mut().enumerate() {
        let Some(range) = line.adjustable_quantity else { continue };
        let Some(sent) = typed.more.get(&quantity_field(index)) else { continue };
        let quantity = sent.trim().parse().ok().filter(|quantity| range.allows(*quantity));
        line.quantity = quantity.ok_or("Choose a quantity within the limits.")?;
    }
    Ok(())
}

fn read_code(tx: &Tx<'_>, session: &mut CheckoutSession, typed: &Typed) -> Result<(), &'static str> {
    let code = text(&typed.promotion_code).filter(|_| session.options.allow_promotion_codes == Some(true));
    if let Some(code) = code {
        session.discounts = vec![redeemed(tx, session, &code)?];
    }
    Ok(())
}

fn read_place(tx: &Tx<'_>, session: &mut CheckoutSession, typed: &Typed) -> Result<(), &'static str> {
    let wants_all = session.options.wants_address();
    if !wants_all && (!session.options.automatic_tax || is_located(tx, session)) {
        return Ok(());
    }
    let country = text(&typed.country).map(|country| country.to_uppercase()).filter(|country| country.len() == 2);
    let (country, state) = (country.ok_or("Enter your country as two letters.")?, text(&typed.state));
    if state.is_none() && matches!(country.as_str(), "US" | "CA") {
        return Err("Enter your state.");
    }
    let line1 = text(&typed.line1);
    if wants_all && line1.is_none() {
        return Err("Enter your address.");
    }
    session.address = Some(Address {
        line1,
        city: text(&typed.city),
        postal_code: text(&typed.postal_code),
        country: Some(country),
        state,
        line2: None,
    });
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
