//! The fields for what is asked for besides the card: quantities, a code, an address, a tax id, the terms.

use super::typed::Typed;
use crate::billing;
use crate::state::{Address, CheckoutLine, CheckoutSession, Customer, State as Objects};
use maud::{Markup, html};

/// The name of the field for a line's quantity.
pub(super) fn quantity_field(index: usize) -> String {
    format!("quantity_{index}")
}

pub(super) fn extras(state: &Objects, session: &CheckoutSession, typed: &Typed) -> Markup {
    let customer = session.customer.as_ref().and_then(|id| state.get::<Customer>(id));
    html! {
        @for (index, line) in session.lines.iter().enumerate() { (quantity(index, line, typed)) }
        @if session.options.allow_promotion_codes == Some(true) {
            label for="promotion_code" { "Promotion code" }
            input id="promotion_code" name="promotion_code" autocomplete="off" value=(typed.promotion_code);
        }
        @if session.options.wants_address() {
            (address(customer, typed))
        } @else if session.options.automatic_tax && !customer.is_some_and(billing::is_located) {
            (place(&typed.country, &typed.state))
        }
        @if session.options.tax_id_collection {
            label for="tax_id" { "VAT number, if you buy for a business" }
            input id="tax_id" name="tax_id" autocomplete="off" value=(typed.tax_id);
        }
        @if session.options.wants_terms() {
            label class="choice" {
                input type="checkbox" name="terms" value="accepted" checked[typed.accepts_terms()] required;
                " I agree to the terms of service"
            }
        }
    }
}

/// Whether there is something that changes what is due.
pub(super) fn changes_total(session: &CheckoutSession) -> bool {
    let options = &session.options;
    let is_adjustable = session.lines.iter().any(|line| line.adjustable_quantity.is_some());
    is_adjustable || options.allow_promotion_codes == Some(true) || options.automatic_tax
}

fn quantity(index: usize, line: &CheckoutLine, typed: &Typed) -> Markup {
    let Some(range) = line.adjustable_quantity else { return html! {} };
    let name = quantity_field(index);
    let value = typed.more.get(&name).cloned().unwrap_or_else(|| line.quantity.to_string());
    html! {
        label for=(name) { "Quantity" }
        input id=(name) name=(name) type="number" min=(range.minimum) max=(range.maximum) value=(value) required
            aria-describedby=(format!("{name}_hint"));
        p class="hint" id=(format!("{name}_hint")) { "From " (range.minimum) " to " (range.maximum) "." }
    }
}

/// The whole address, with what is known of it.
fn address(customer: Option<&Customer>, typed: &Typed) -> Markup {
    let known = |field: fn(&Address) -> &Option<String>, typed: &str| {
        let known = customer.and_then(|customer| field(customer.address.as_ref()?).clone());
        Some(typed.to_owned()).filter(|typed| !typed.is_empty()).or(known).unwrap_or_default()
    };
    let field = |name: &str, label: &str, autocomplete: &str, value: String, required: bool| {
        html! {
            label for=(name) { (label) }
            input id=(name) name=(name) autocomplete=(format!("billing {autocomplete}")) value=(value)
                required[required];
        }
    };
    html! {
        (field("line1", "Address", "address-line1", known(|it| &it.line1, &typed.line1), true))
        (field("postal_code", "Postal code", "postal-code", known(|it| &it.postal_code, &typed.postal_code), false))
        (field("city", "City", "address-level2", known(|it| &it.city, &typed.city), false))
        (place(&known(|it| &it.country, &typed.country), &known(|it| &it.state, &typed.state)))
    }
}

/// The part of an address that tax depends on.
fn place(country: &str, state: &str) -> Markup {
    html! {
        label for="country" { "Country (two letters)" }
        input id="country" name="country" autocomplete="billing country" value=(country) required;
        label for="state" { "State" }
        input id="state" name="state" autocomplete="billing address-level1" value=(state);
    }
}
