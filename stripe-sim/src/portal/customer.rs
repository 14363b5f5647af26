//! The customer's own details, as far as the configuration lets them be changed.

use super::visit::{Visit, enter};
use crate::state::{Address, Customer, CustomerField, FlowKind, Shipping};
use crate::world::World;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use std::collections::HashMap;
use std::sync::Arc;

/// A form field: its name, its label, how a browser fills it in, and what it belongs to.
type Field = (&'static str, &'static str, &'static str, CustomerField);

const FIELDS: [Field; 16] = [
    ("name", "Name", "name", CustomerField::Name),
    ("email", "Email", "email", CustomerField::Email),
    ("phone", "Phone", "tel", CustomerField::Phone),
    ("line1", "Address", "billing address-line1", CustomerField::Address),
    ("line2", "Address line 2", "billing address-line2", CustomerField::Address),
    ("city", "City", "billing address-level2", CustomerField::Address),
    ("state", "State", "billing address-level1", CustomerField::Address),
    ("postal_code", "Postal code", "billing postal-code", CustomerField::Address),
    ("country", "Country (two letters)", "billing country", CustomerField::Address),
    ("shipping_name", "Ship to", "shipping name", CustomerField::Shipping),
    ("shipping_line1", "Shipping address", "shipping address-line1", CustomerField::Shipping),
    ("shipping_line2", "Shipping address line 2", "shipping address-line2", CustomerField::Shipping),
    ("shipping_city", "Shipping city", "shipping address-level2", CustomerField::Shipping),
    ("shipping_state", "Shipping state", "shipping address-level1", CustomerField::Shipping),
    ("shipping_postal_code", "Shipping postal code", "shipping postal-code", CustomerField::Shipping),
    ("shipping_country", "Shipping country (two letters)", "shipping country", CustomerField::Shipping),
];

type Details = HashMap<String, String>;

/// What is known, under the names of the form.
fn known(customer: &Customer) -> Details {
    let shipping = customer.shipping.clone();
    let top = [("name", &customer.name), ("email", &customer.email), ("phone", &customer.phone)];
    let mut details: Details =
        top.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))).collect();
    let addresses = [
        ("", customer.address.clone().unwrap_or_default()),
        ("shipping_", shipping.as_ref().map(|shipping| shipping.address.clone()).unwrap_or_default()),
    ];
    for (prefix, Address { city, country, line1, line2, postal_code, state }) in addresses {
        let parts = [
            ("city", city),
            ("country", country),
            ("line1", line1),
            ("line2", line2),
            ("postal_code", postal_code),
            ("state", state),
        ];
        details.extend(parts.into_iter().filter_map(|(name, value)| Some((format!("{prefix}{name}"), value?))));
    }
    details.extend(shipping.map(|shipping| ("shipping_name".to_owned(), shipping.name)));
    details
}

pub(crate) async fn page(State(world): State<Arc<World>>, Path(secret): Path<String>) -> Response {
    enter(&world, &secret, |_, visit| {
        if visit.configuration.customer_fields().is_empty() {
            return visit.home("unavailable");
        }
        show(&visit, &known(&visit.customer), None)
    })
}

fn show(visit: &Visit, typed: &Details, wrong: Option<&str>) -> Response {
    let allowed = visit.configuration.customer_fields();
    let mut response = visit.page("Update your information").respond(html! {
        @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
        form method="post" {
            @for field in FIELDS.iter().filter(|(_, _, _, belongs)| allowed.contains(belongs)) {
                (input(field, typed))
            }
            div class="actions" {
                button class="primary" type="submit" { "Save" }
                @if visit.session.open_flow().is_none() {
                    a class="button" href=(visit.path("")) { "Go back" }
                }
            }
        }
    });
    if wrong.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

fn input((name, label, autocomplete, belongs): &Field, typed: &Details) -> Markup {
    let kind = match belongs {
        CustomerField::Email => "email",
        CustomerField::Phone => "tel",
        _ => "text",
    };
    html! {
        label for=(name) { (label) }
        input id=(name) name=(name) type=(kind) autocomplete=(autocomplete)
            value=(typed.get(*name).map_or("", String::as_str));
    }
}

pub(crate) async fn act(
    State(world): State<Arc<World>>,
    Path(secret): Path<String>,
    Form(typed): Form<Details>,
) -> Response {
    enter(&world, &secret, |tx, visit| {
        let allowed = visit.configuration.customer_fields();
        if allowed.is_empty() {
            return visit.home("unavailable");
        }
        if typed.get("email").is_some_and(|email| !email.trim().is_empty() && !email.contains('@')) {
            return show(&visit, &typed, Some("Enter an email address, like name@example.com."));
        }
        // A field that is off is not accepted either, whoever sends it; one that was not sent stays as it is.
        let mut details = known(&visit.customer);
        for (name, _, _, belongs) in FIELDS {
            if let Some(text) = typed.get(name).filter(|_| allowed.contains(&belongs)) {
                details.insert(name.to_owned(), text.trim().to_owned());
            }
        }
        tx.update::<Customer>(&visit.customer.id, |customer| write(customer, &details));
        visit.after(tx, &FlowKind::CustomerUpdate, "customer")
    })
}

fn write(customer: &mut Customer, details: &Details) {
    let text = |name: &str| details.get(name).filter(|text| !text.is_empty()).cloned();
    customer.name = text("name");
    customer.email = text("email");
    customer.phone = text("phone");
    let address = |prefix: &str| {
        let part = |name: &str| text(&format!("{prefix}{name}"));
        let address = Address {
            city: part("city"),
            country: part("country"),
            line1: part("line1"),
            line2: part("line2"),
            postal_code: part("postal_code"),
            state: part("state"),
        };
        (address != Address::default()).then_some(address)
    };
    customer.address = address("");
    let phone = customer.shipping.take().and_then(|shipping| shipping.phone);
    let name = text("shipping_name");
    customer.shipping = match (address("shipping_"), name) {
        (None, None) => None,
        (address, name) => {
            Some(Shipping { address: address.unwrap_or_default(), name: name.unwrap_or_default(), phone })
        }
    };
}
