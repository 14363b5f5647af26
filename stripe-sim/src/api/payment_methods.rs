//! Payment methods: test tokens become a customer's cards.

use super::references::existing_customer;
use super::values::read_metadata;
use crate::cards;
use crate::error::Error;
use crate::list::Page;
use crate::params::{Choice, Params, set};
use crate::render::Render;
use crate::state::{Customer, MethodType, PaymentMethod, Subscription};
use crate::tx::Tx;
use serde_json::{Value, json};

/// A new one, of the numbers that Stripe has for tests.
pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let kind: Option<MethodType> = params.choice("type")?;
    let kind = kind.ok_or_else(|| Error::MissingParameter("type".to_owned()))?;
    let billing = params.hash("billing_details", |hash| Ok((hash.text("name")?, hash.text("email")?)))?;
    let now = tx.now();
    let unknown = |name: String| Error::invalid(name, "This is not a test number that stripe-sim knows.");
    let method = params.hash(kind.word(), |hash| match kind {
        MethodType::Card => {
            let token = hash.text("token")?;
            let number = hash.text("number")?;
            let (month, year) = (hash.natural("exp_month")?.unwrap_or(12), hash.natural("exp_year")?.unwrap_or(2_034));
            hash.text("cvc")?;
            let by_token = token.and_then(|token| cards::by_token(&token.replacen("tok_", "pm_card_", 1), now));
            let by_number = number.and_then(|number| cards::by_number(&number, month, year, now));
            by_token.or(by_number).ok_or_else(|| unknown(hash.name("number")))
        }
        _ => {
            let number = match kind {
                MethodType::SepaDebit => hash.required("iban")?,
                MethodType::UsBankAccount | MethodType::AuBecsDebit | MethodType::BacsDebit => {
                    hash.required("account_number")?
                }
                _ => String::new(),
            };
            for other in ["account_holder_type", "account_type", "bsb_number", "routing_number", "sort_code"] {
                hash.text(other)?;
            }
            let last4: String = number.chars().skip(number.chars().count().saturating_sub(4)).collect();
            cards::by_account(kind, &last4, now).ok_or_else(|| unknown(hash.path().to_owned()))
        }
    })?;
    let method = match method {
        Some(method) => Some(method),
        None => cards::by_account(kind, "", now),
    };
    let metadata = read_metadata(&mut params)?;
    params.done()?;
    let method = method.ok_or_else(|| Error::MissingParameter(kind.word().to_owned()))?;
    let (billing_name, billing_email) = billing.unwrap_or_default();
    let method = PaymentMethod { billing_name, billing_email, metadata, ..method };
    let rendered = method.render(tx.state());
    tx.insert_quietly(method);
    Ok(rendered)
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let method = tx.addressed::<PaymentMethod>(id, "payment_method")?;
    Ok(method.render(tx.state()))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let customer = params.text("customer")?;
    list_for(tx, customer.as_deref(), params, "customer", "/v1/payment_methods")
}

pub(crate) fn list_of_customer(tx: &mut Tx<'_>, customer: &str, params: Params) -> Result<Value, Error> {
    list_for(tx, Some(customer), params, "id", &format!("/v1/customers/{customer}/payment_methods"))
}

/// Another expiry date, as when a bank sends a new card of the same number.
pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let expiry = params.hash("card", |card| Ok((card.integer("exp_month")?, card.integer("exp_year")?)))?;
    let metadata = params.metadata()?;
    params.done()?;
    let (month, year) = expiry.unwrap_or_default();
    if tx.addressed::<PaymentMethod>(id, "payment_method")?.customer.is_none() {
        return Err(Error::refused("You must save this PaymentMethod to a customer before you can update it."));
    }
    if expiry.is_some() && tx.get::<PaymentMethod>(id).is_some_and(|method| method.card().is_none()) {
        return Err(Error::refused_param("card", "This PaymentMethod is not a card."));
    }
    if month.is_some_and(|month| !(1..=12).contains(&month)) {
        return Err(invalid_expiry("month"));
    }
    if year.is_some_and(|year| !(2000..=2099).contains(&year)) {
        return Err(invalid_expiry("year"));
    }
    Ok(tx.update::<PaymentMethod>(id, |method| {
        if let Some(card) = method.card_mut() {
            set(&mut card.exp_month, month);
            set(&mut card.exp_year, year);
        }
        if let Some(change) = metadata {
            change.apply(&mut method.metadata);
        }
    }))
}

fn invalid_expiry(part: &str) -> Error {
    Error::InvalidParameter {
        param: format!("card[exp_{part}]"),
        code: Some(if part == "month" { "invalid_expiry_month" } else { "invalid_expiry_year" }),
        message: format!("Your card's expiration {part} is invalid."),
    }
}

fn list_for(tx: &Tx<'_>, customer: Option<&str>, mut params: Params, param: &str, url: &str) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let kind = params.text("type")?;
    params.done()?;
    if let Some(customer) = customer {
        existing_customer(tx, customer, param, param == "id")?;
    }
    let narrow = customer.map(|customer| ("customer", customer));
    page.within::<PaymentMethod>(tx.state(), url, narrow, |method| {
        let is_wanted = kind.as_deref().is_none_or(|kind| kind == method.kind().word());
        method.customer.is_some() && !method.is_bank_account() && is_wanted
    })
}

pub(crate) fn detach(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let Some(customer) = tx.addressed::<PaymentMethod>(id, "payment_method")?.customer.clone() else {
        return Err(Error::refused(
            "The payment method you provided is not attached to a customer so detachment is impossible.",
        ));
    };
    let is_default = |default: &Option<String>| default.as_deref() == Some(id);
    let subscriptions: Vec<_> = tx.state().subscriptions.with("customer", &customer).cloned().collect();
    tx.update::<Customer>(&customer, |customer| {
        customer.default_payment_method.take_if(|default| default == id);
    });
    for subscription in subscriptions.iter().filter(|subscription| is_default(&subscription.default_payment_method)) {
        tx.update::<Subscription>(&subscription.id, |subscription| subscription.default_payment_method = None);
    }
    tx.update_quietly::<PaymentMethod>(id, |method| {
        method.customer = None;
        method.detached = true;
    });
    let object = tx.render::<PaymentMethod>(id);
    tx.emit("payment_method.detached".to_owned(), &object, Some(json!({ "customer": customer })));
    Ok(object)
}

pub(crate) fn attach(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let customer = params.required("customer")?;
    params.done()?;
    existing_customer(tx, &customer, "customer", false)?;
    if let Some(method) = tx.get::<PaymentMethod>(id).filter(|it| it.customer.is_some() || it.detached) {
        if method.customer.as_deref() == Some(customer.as_str()) {
            return Ok(method.render(tx.state()));
        }
        return Err(Error::refused(not_again(method)));
    }
    let method = attachable(tx, id, "payment_method").map_err(|error| match error {
        Error::Missing { noun, id, param, .. } => Error::Missing { noun, id, param, in_url: true },
        other => other,
    })?;
    Ok(cards::attach(tx, method, &customer))
}

/// The new card a test token stands for, if the bank lets it be attached.
pub(crate) fn attachable(tx: &Tx<'_>, token: &str, param: &str) -> Result<PaymentMethod, Error> {
    let made = tx.get::<PaymentMethod>(token).filter(|it| it.customer.is_none() && !it.detached && !it.is_source());
    let Some(method) = made.cloned().or_else(|| cards::by_token(token, tx.now())) else {
        return Err(Error::refused_param(param, not_again(tx.mentioned::<PaymentMethod>(token, param)?)));
    };
    cards::keep(&method).map_err(Error::CardDeclined)?;
    Ok(method)
}

fn not_again(method: &PaymentMethod) -> &'static str {
    if method.detached {
        "The payment method you provided was previously used with a PaymentIntent without Customer attachment, shared \
         with a connected account without Customer attachment, or was detached from a Customer. It may not be used \
         again. To use a payment method multiple times, you must attach it to a Customer first."
    } else {
        "The payment method you provided has already been attached to a customer."
    }
}
