//! `expand`: ids replaced by the objects they name, along paths of up to four levels.
//!
//! What may be expanded is a matter of kinds of objects and not of the object at hand: to expand what is null, or what
//! another object of the kind would have, is no error.

mod left_out;

use crate::catalogue::{self, Answers, Fields};
use crate::error::Error;
use crate::render::Render;
use crate::state::{
    BalanceTransaction, ChargeAttempt, CheckoutSession, Coupon, CreditNote, Customer, Discount, Dispute,
    EntitlementFeature, Invoice, InvoicePayment, PaymentIntent, PaymentMethod, PortalConfiguration, Price, Product,
    PromotionCode, Refund, Schedule, State, Subscription, TaxId, TaxRate,
};
use serde_json::Value;

const MAX_LEVELS: usize = 4;

/// What can be said of paths before there is an object: nothing may be changed by a request that is then refused.
pub(crate) fn check(answers: Option<Answers>, paths: &[String]) -> Result<(), Error> {
    for path in paths {
        if levels(path) > MAX_LEVELS {
            let message = format!("You cannot expand more than {MAX_LEVELS} levels of a property. Property: {path}");
            return Err(Error::invalid("expand", message));
        }
        if !answers.is_some_and(|answers| leads_somewhere(answers, path)) {
            return Err(Error::invalid("expand", format!("This property cannot be expanded ({path}).")));
        }
    }
    Ok(())
}

/// The leading `data` of a list leads into the list and is not a level of its own.
fn levels(path: &str) -> usize {
    path.strip_prefix("data.").unwrap_or(path).split('.').count()
}

fn leads_somewhere(answers: Answers, path: &str) -> bool {
    let within = if answers.is_list() { path.strip_prefix("data.") } else { Some(path) };
    let mut here: Vec<_> = answers.kinds().filter_map(catalogue::fields_of).collect();
    let Some(within) = within else { return false };
    let mut steps = within.split('.');
    while let Some(step) = steps.next() {
        let next: Vec<&Fields> = here.iter().filter_map(|fields| fields.step(step)).flatten().collect();
        let is_list = here.iter().any(|fields| fields.is_list(step));
        if next.is_empty() || is_list && steps.next().is_some_and(|step| step != "data") {
            return false;
        }
        here = next;
    }
    true
}

/// Replaces what the paths, which [`check`] has allowed, lead to in an answer.
pub(crate) fn apply(state: &State, answer: &mut Value, paths: &[String]) {
    for path in paths {
        let steps: Vec<_> = path.split('.').collect();
        walk(state, answer, None, &steps);
    }
}

/// `fields`: those of the hash that is walked through, where it is no object of its own.
fn walk(state: &State, value: &mut Value, fields: Option<&'static Fields>, steps: &[&str]) {
    let Some((step, rest)) = steps.split_first() else { return };
    match value {
        Value::Array(elements) => {
            for element in elements {
                walk(state, element, fields, steps);
            }
        }
        Value::Object(object) => {
            left_out::include(state, object, steps);
            let kind = object.get("object").and_then(Value::as_str);
            let own = kind.and_then(catalogue::fields_of).or(fields);
            let Some(field) = object.get_mut(*step) else { return };
            for kind in own.into_iter().flat_map(|own| own.kinds(step)) {
                name(state, field, kind);
            }
            // A list's own `data` is in no table.
            let within = own.and_then(|own| own.step(step)?.first().copied());
            walk(state, field, within, rest);
        }
        _ => {}
    }
}

/// Objects in the place of their ids, also in a list of them.
fn name(state: &State, field: &mut Value, kind: &str) {
    match field {
        // What a scene has cleared away stays an id.
        Value::String(id) => {
            if let Some(object) = object(state, kind, id) {
                *field = object;
            }
        }
        Value::Array(elements) => {
            for element in elements {
                name(state, element, kind);
            }
        }
        _ => {}
    }
}

fn object(state: &State, kind: &str, id: &str) -> Option<Value> {
    match kind {
        "bank_account" | "card" => source(state, kind, id),
        "billing_portal.configuration" => rendered::<PortalConfiguration>(state, id),
        "charge" => rendered::<ChargeAttempt>(state, id),
        "checkout.session" => rendered::<CheckoutSession>(state, id),
        "coupon" => rendered::<Coupon>(state, id),
        "credit_note" => rendered::<CreditNote>(state, id),
        "customer" => rendered::<Customer>(state, id),
        "customer_balance_transaction" => rendered::<BalanceTransaction>(state, id),
        "discount" => rendered::<Discount>(state, id),
        "dispute" => rendered::<Dispute>(state, id),
        "entitlements.feature" => rendered::<EntitlementFeature>(state, id),
        "invoice" => rendered::<Invoice>(state, id),
        "invoice_payment" => rendered::<InvoicePayment>(state, id),
        "payment_intent" => rendered::<PaymentIntent>(state, id),
        "payment_method" => rendered::<PaymentMethod>(state, id),
        "price" => rendered::<Price>(state, id),
        "product" => rendered::<Product>(state, id),
        "promotion_code" => rendered::<PromotionCode>(state, id),
        "refund" => rendered::<Refund>(state, id),
        "subscription" => rendered::<Subscription>(state, id),
        "subscription_schedule" => rendered::<Schedule>(state, id),
        "tax_id" => rendered::<TaxId>(state, id),
        "tax_rate" => rendered::<TaxRate>(state, id),
        _ => None,
    }
}

/// An id may name sources of one kind or another.
fn source(state: &State, kind: &str, id: &str) -> Option<Value> {
    let source = state.get::<PaymentMethod>(id).filter(|method| method.is_source())?.render_source();
    (source["object"] == kind).then_some(source)
}

fn rendered<T: Render>(state: &State, id: &str) -> Option<Value> {
    state.get::<T>(id).map(|object| object.render(state))
}
