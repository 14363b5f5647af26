//! The payment method as its owner knows it.

use mirror::entity::payment_method::Model;
use time::{Month, OffsetDateTime};

use crate::{
    facts::BillingFacts,
    model::{Expiry, PaymentMethod},
    subscription::SubscriptionWithItems,
};

/// The payment method of the next invoice, else of the first plan, else the customer's default.
pub(crate) fn payment_method(
    facts: &BillingFacts,
    payer: Option<&SubscriptionWithItems>,
    now: OffsetDateTime,
) -> Option<PaymentMethod> {
    let default = || facts.customer.as_ref()?.default_payment_method.as_deref();
    let id = payer.map_or_else(default, |payer| facts.payment_method_of(&payer.subscription))?;
    let row = facts.payment_methods.iter().find(|method| method.id == id);
    Some(row.map_or_else(|| by_id(id), |row| shown(row, now)))
}

/// A payment method of which only the id is known.
fn by_id(id: &str) -> PaymentMethod {
    let kind = match id.split_once('_') {
        Some(("card", _)) => "card",
        Some(("ba", _)) => "bank_account",
        _ => "",
    };
    PaymentMethod::Other { kind: kind.to_owned(), last4: None, email: None }
}

fn shown(row: &Model, now: OffsetDateTime) -> PaymentMethod {
    // Link can appear as a card, with digits and an expiry that its owner never saw.
    let is_link = row.kind == "card" && row.brand.as_deref() == Some("link");
    if is_link {
        return PaymentMethod::Other { kind: "link".to_owned(), last4: None, email: row.email.clone() };
    }
    let card = || card(row, now).filter(|_| row.kind == "card");
    card().unwrap_or_else(|| PaymentMethod::Other {
        kind: row.kind.clone(),
        last4: row.last4.clone(),
        email: row.email.clone(),
    })
}

fn card(row: &Model, now: OffsetDateTime) -> Option<PaymentMethod> {
    let month = Month::try_from(u8::try_from(row.exp_month?).ok()?).ok()?;
    let expiry = Expiry { year: i32::try_from(row.exp_year?).ok()?, month };
    let (brand, last4) = (row.brand.clone()?, row.last4.clone()?);
    Some(PaymentMethod::Card { brand, last4, wallet: row.wallet.clone(), expiry, outlook: expiry.outlook(now) })
}
